/// The kinds of outcome a call can have; the raw value is the `outcome` column of `calls`.
public enum OutcomeKind: String, Hashable, Sendable, CaseIterable, Codable {
  case ok
  case rejected
  case error
  case timeout
  case poolTimeout = "pool_timeout"
  case killed
  /// The connection was lost during COMMIT: nobody knows whether it happened.
  case indeterminate
}

/// How a call ended, as its client saw it.
public enum Outcome: Hashable, Sendable {
  case ok
  case rejected(reason: String)
  /// Indirect, so that the outcomes of the many calls that succeed are small to pass on.
  indirect case sqlError(SQLError)
  /// `\fail REASON`, or the interpreter's own, such as `while_limit`.
  case applicationError(reason: String)
  case timeout
  case poolTimeout
  case killed
  case indeterminate

  public var kind: OutcomeKind {
    switch self {
    case .ok: .ok
    case .rejected: .rejected
    case .sqlError, .applicationError: .error
    case .timeout: .timeout
    case .poolTimeout: .poolTimeout
    case .killed: .killed
    case .indeterminate: .indeterminate
    }
  }

  /// The SQLSTATE or the reason, where there is one.
  public var detail: String? {
    switch self {
    case .rejected(let reason), .applicationError(let reason): reason
    case .sqlError(let error): error.sqlState
    case .ok, .timeout, .poolTimeout, .killed, .indeterminate: nil
    }
  }
}

extension OutcomePattern {
  /// The pattern that names exactly this outcome.
  public init(_ outcome: Outcome) { self.init(kind: outcome.kind, detail: outcome.detail) }
}

extension Outcome: CustomStringConvertible {
  /// As results name it: `ok`, `rejected:out_of_stock`, `error:40001`.
  public var description: String { detail.map { "\(kind.rawValue):\($0)" } ?? kind.rawValue }
}

/// An error the server reported, with every field a person needs to act on it.
public struct SQLError: Hashable, Sendable {
  public var sqlState: String
  public var message: String
  public var detail: String?
  public var hint: String?
  /// Where in the statement, in characters from 1.
  public var position: Int?
  public var constraint: String?
  public var table: String?
  public var column: String?
  public var context: String?
  /// The statement that failed.
  public var location: SourceLocation?

  public init(sqlState: String, message: String) {
    self.sqlState = sqlState
    self.message = message
  }
}

extension SQLError {
  /// The server's hint, or what the mistake probably is.
  package var remedy: String? {
    if let hint { return hint }
    guard sqlState == "42601", let start = message.firstRange(of: "at or near \"") else { return nil }
    let word = message[start.upperBound...].prefix { $0.isLetter }.uppercased()
    let begins = [
      "SELECT", "INSERT", "UPDATE", "DELETE", "BEGIN", "COMMIT", "ROLLBACK", "WITH", "CREATE", "SAVEPOINT",
      "SET", "LOCK",
    ]
    return begins.contains(word) ? "is the ';' missing that ends the statement before \(word)?" : nil
  }
}
