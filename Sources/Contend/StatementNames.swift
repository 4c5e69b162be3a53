import ContendLanguage
import ContendModel

/// Numbers for the texts of statements, which name what sessions have prepared.
final class StatementNames: Sendable {
  static let shared = StatementNames()

  struct Known {
    /// Nil where there are too many texts to prepare them all: values seem to be pasted into them.
    var id: Int?
    var kind: StatementKind
  }

  private let texts = Lock<[String: Known]>([:])

  func name(_ text: String) -> Known {
    texts.withLock { known in
      if let found = known[text] { return found }
      let kind = ScenarioParser.kind(of: text)
      guard known.count < Self.limit else { return Known(kind: kind) }
      let new = Known(id: Self.first + known.count, kind: kind)
      known[text] = new
      return new
    }
  }

  private static let limit = 1000
  /// Above the numbers of a scenario file's own statements.
  private static let first = 1_000_000
}
