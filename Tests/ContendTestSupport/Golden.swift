#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Texts that tests compare with files next to them.
///
/// `UPDATE_GOLDEN=1 swift test --filter ContendReportTests` writes the files anew; look at the diff
/// before committing it.
package struct Golden: Sendable {
  private let folder: String

  /// The folder is `Golden` next to the test that asks.
  package init(beside file: String = #filePath) {
    folder = URL(filePath: file).deletingLastPathComponent().path + "/Golden"
  }

  /// Nil if the text is the file's, else where they part.
  package func difference(of text: String, from name: String) throws -> String? {
    let path = "\(folder)/\(name)"
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return nil
    }
    guard let expected = try? String(contentsOfFile: path, encoding: .utf8) else {
      return "\(name) does not exist; write it with UPDATE_GOLDEN=1"
    }
    return Self.firstDifference(expected: expected, actual: text).map { "\(name), \($0)" }
  }

  private static func firstDifference(expected: String, actual: String) -> String? {
    guard expected != actual else { return nil }
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let index = line ?? min(old.count, new.count)
    let was = index < old.count ? String(old[index]) : "the end"
    let now = index < new.count ? String(new[index]) : "the end"
    return "line \(index + 1): expected \(was.debugDescription), got \(now.debugDescription)"
  }
}

/// A file of the repository, by its path from the root.
package func repositoryFile(_ path: String) throws -> String {
  try String(contentsOfFile: repositoryPath(path), encoding: .utf8)
}

/// Where a file of the repository is.
package func repositoryPath(_ path: String) -> String {
  URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path + "/" + path
}
