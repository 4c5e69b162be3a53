import ContendModel

/// Where a call goes after a step.
enum Flow {
  case next
  /// The call is over.
  case ended(Outcome)
  /// An error on its way to a `\try`, a `\retry` or the end of the call.
  case raised(CallError)
}

/// What `\try` and `\retry` can catch.
enum CallError {
  /// While what: a connection lost during COMMIT leaves the outcome open.
  indirect case sql(SQLError, during: StatementKind)
  case timeout
  case poolTimeout

  /// How the call ends if nobody catches it.
  var outcome: Outcome {
    switch self {
    case .sql(let error, let kind) where error.isConnectionLoss:
      kind == .commit ? .indeterminate : .sqlError(error)
    case .sql(let error, _): .sqlError(error)
    case .timeout: .timeout
    case .poolTimeout: .poolTimeout
    }
  }

  func matches(_ patterns: [ErrorPattern]) -> Bool {
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
  var isConnectionLoss: Bool {
    sqlState.hasPrefix("08") || ["57P01", "57P02", "57P03"].contains(sqlState)
  }
}
