import CFuzzer
import ContendFuzzing

/// `contend-fuzz TARGET [libFuzzer's arguments]`: runs one target under libFuzzer.
@main
struct Main {
  /// Nil if the first argument names none.
  static let target = CommandLine.arguments.dropFirst().first.flatMap { name in
    FuzzTarget.all.first { $0.name == name }
  }

  static func main() {
    guard target != nil else {
      let names = FuzzTarget.all.map(\.name).joined(separator: "|")
      return print("usage: contend-fuzz \(names) [OPTION…] [FOLDER…]")
    }
    // libFuzzer takes the first argument for its program's name.
    var count = CommandLine.argc - 1
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
    _ = LLVMFuzzerRunDriver(&count, &arguments, testOneInput)
  }
}

/// Has the name that libFuzzer's own main would call, since that is linked too.
///
/// A crash is how libFuzzer learns that an input broke a promise.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
  guard let target = Main.target else { return -1 }
  let text = String(decoding: UnsafeBufferPointer(start: data, count: size), as: UTF8.self)
  let violations = target.violations(text)
  guard violations.isEmpty else { fatalError("\(target.name): " + violations.joined(separator: "\n")) }
  return 0
}
