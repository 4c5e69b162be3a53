/// One SQL statement of a scenario.
///
/// One object for all copies: bodies are walked again for every call, and handing a statement from step
/// to step must not copy its parts.
public final class Statement: Hashable, Sendable {
  /// Unique within its scenario: names the prepared statement.
  public let id: Int
  public let sql: SQLTemplate
  /// The values of `$1…$n`: the `:x` of the text in order of first use, or those of `\bind`.
  public let parameters: [Expression]
  public let result: ResultUse
  public let kind: StatementKind
  public let location: SourceLocation
  /// It inserts, changes or deletes rows, as far as its words say so.
  package let writes: Bool

  public init(
    id: Int, sql: SQLTemplate, parameters: [Expression], result: ResultUse = .discard,
    kind: StatementKind, location: SourceLocation
  ) {
    self.id = id
    self.sql = sql
    self.parameters = parameters
    self.result = result
    self.kind = kind
    self.location = location
    writes = sql.writes
  }

  public static func == (left: Statement, right: Statement) -> Bool {
    left === right
      || left.id == right.id && left.sql == right.sql && left.parameters == right.parameters
        && left.result == right.result && left.kind == right.kind && left.location == right.location
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(sql)
    hasher.combine(location)
  }
}

/// The text of a statement: fixed, or with quoted values spliced in where PostgreSQL takes no
/// parameter.
public enum SQLTemplate: Hashable, Sendable {
  case fixed(String)
  case spliced([Segment])

  public enum Segment: Hashable, Sendable {
    case text(String)
    /// `:'x'`: the value as a quoted literal.
    case literal(Variable)
    /// `:"x"`: the value as a quoted identifier.
    case identifier(Variable)
  }
}

extension SQLTemplate {
  /// What stands in the file, without the values between.
  package var texts: [String] {
    switch self {
    case .fixed(let text): [text]
    case .spliced(let segments): segments.compactMap { if case .text(let text) = $0 { text } else { nil } }
    }
  }
}

extension SQLTemplate {
  fileprivate var writes: Bool {
    let words = texts.joined(separator: " ").uppercased().split { !$0.isLetter && $0 != "_" }
    guard let first = words.first else { return false }
    let verbs: Set<Substring> = ["INSERT", "UPDATE", "DELETE", "MERGE"]
    guard first == "WITH" else { return verbs.contains(first) }
    // `FOR UPDATE` and `FOR NO KEY UPDATE` only lock.
    return zip(words, words.dropFirst()).contains { !["FOR", "KEY"].contains($0) && verbs.contains($1) }
  }
}

/// What happens to the rows of a statement.
public enum ResultUse: Hashable, Sendable {
  case discard
  /// `\gset [prefix]`: the one row becomes variables named prefix + column.
  case gset(prefix: String)
  /// `\aset [prefix]`: the last row becomes variables; no row changes nothing.
  case aset(prefix: String)
}

/// What a statement does to the transaction, told from its first words.
public enum StatementKind: Hashable, Sendable {
  case begin
  case commit
  case rollback
  /// `SAVEPOINT`, `RELEASE`, `ROLLBACK TO`.
  case savepoint
  /// `SET`, `RESET`, `SHOW`: takes no snapshot and no lock.
  case setting
  case other
  /// No statement: something that a call asked of the harness, or that happened to it.
  case harness
}

extension Statement {
  /// The level that `BEGIN ISOLATION LEVEL …` or `SET TRANSACTION …` names.
  public var isolationLevels: Set<IsolationLevel> {
    guard kind == .begin || kind == .setting, case .fixed(let text) = sql else { return [] }
    return IsolationLevel(namedIn: text).map { [$0] } ?? []
  }
}

extension IsolationLevel {
  /// The level whose name stands in a text, in whatever case and spacing.
  public init?(namedIn sql: String) {
    let text = sql.uppercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard let level = IsolationLevel.allCases.first(where: { text.contains($0.rawValue) }) else { return nil }
    self = level
  }
}
