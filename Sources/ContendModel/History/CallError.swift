/// What a step of a call ended in: `\try`, `\retry` and Swift's `catch` can handle all but the last.
public enum CallError: Error, Hashable, Sendable {
  /// While what: a connection lost during COMMIT leaves the outcome open.
  indirect case sql(SQLError, during: StatementKind)
  /// The deadline of the call passed.
  case timeout
  /// The pool had no connection in time.
  case poolTimeout
  /// The call is over already, whatever its program still asks for.
  case over(Outcome)

  /// How the call ends if nobody catches it.
  public var outcome: Outcome {
    switch self {
    case .sql(let error, let kind) where error.isConnectionLoss:
      kind == .commit ? .indeterminate : .sqlError(error)
    case .sql(let error, _): .sqlError(error)
    case .timeout: .timeout
    case .poolTimeout: .poolTimeout
    case .over(let outcome): outcome
    }
  }

  /// The server's code, such as `40001`; nil for what is no SQL error.
  public var sqlState: String? { if case .sql(let error, _) = self { error.sqlState } else { nil } }

  /// Whether it is one of those that `\try` or `\retry` names.
  public func matches(_ patterns: [ErrorPattern]) -> Bool {
    patterns.contains { pattern in
      switch (pattern, self) {
      case (.sqlState(let state), .sql(let error, _)): error.sqlState == state
      case (.sqlStateClass(let prefix), .sql(let error, _)): error.sqlState.hasPrefix(prefix)
      case (.timeout, .timeout), (.poolTimeout, .poolTimeout): true
      default: false
      }
    }
  }
}

extension SQLError {
  /// The session is gone: class 08, and the administrator's or a crash's shutdown.
  public var isConnectionLoss: Bool {
    sqlState.hasPrefix("08") || ["57P01", "57P02", "57P03"].contains(sqlState)
  }
}
