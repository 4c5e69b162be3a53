import ContendReport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Results that those of a run are compared with.
struct StoredBaseline {
  let documents: [ResultDocument]

  /// Nil where there is no such file yet, which is reported: the first run of a gate has no baseline.
  ///
  /// Exits where the file is no result.
  static func read(_ path: String) throws -> StoredBaseline? {
    guard FileManager.default.fileExists(atPath: path) else {
      Console.error("there is no baseline \(path), so nothing is compared; --json \(path) writes one")
      return nil
    }
    return StoredBaseline(documents: try StoredResults.read(path))
  }
}

extension OutputFlags {
  /// Says what changed; the code to exit with where something is worse and the run itself is a success.
  func compare(_ list: ResultList, with baseline: StoredBaseline?) -> Int32? {
    guard let baseline else { return nil }
    let comparison = BaselineComparison(list, against: baseline.documents)
    let report = BaselineReport(comparison, width: Console.width)
    if isForPrograms {
      Console.status(report.text(style: errorStyle))
    } else {
      Console.output(report.text(style: color.outputStyle))
    }
    return comparison.isWorse && list.exitCode == 0 ? 1 : nil
  }
}
