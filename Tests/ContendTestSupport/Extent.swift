import Foundation

/// How far tests look that could always look further: far enough for their claim, or as far as there is time.
///
/// `make test` looks as far as usual, `make test-all` further (`CONTEND_TESTS=all`). A variable of its own takes a
/// single test to any length.
package enum Extent {
  package static let isWhole = ProcessInfo.processInfo.environment["CONTEND_TESTS"] == "all"

  /// A number of programs, runs or moments; `variable` overrides it.
  package static func number(_ usual: Int, whole: Int, _ variable: String? = nil) -> Int {
    let given = variable.flatMap { ProcessInfo.processInfo.environment[$0] }.flatMap(Int.init)
    return given ?? (isWhole ? whole : usual)
  }
}
