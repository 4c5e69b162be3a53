import ContendModel
import ContendPostgres

/// A time-out that the server itself keeps.
enum ServerTimeOut: String, CaseIterable {
  case lock = "lock_timeout"
  case statement = "statement_timeout"
  case idle = "idle_in_transaction_session_timeout"
  /// From PostgreSQL 17 on.
  case transaction = "transaction_timeout"

  /// It ends the session, not the statement alone.
  var endsSession: Bool { self == .idle || self == .transaction }

  /// What the server says when it fires.
  var error: SQLError {
    switch self {
    case .lock: SQLError(sqlState: "55P03", message: "canceling statement due to lock timeout")
    case .statement: SQLError(sqlState: "57014", message: "canceling statement due to statement timeout")
    case .idle:
      SQLError(sqlState: "25P03", message: "terminating connection due to idle-in-transaction timeout")
    case .transaction:
      SQLError(sqlState: "25P04", message: "terminating connection due to transaction timeout")
    }
  }
}

/// The time-outs that hold in a session, as its program has set them.
struct ServerTimeOuts: Hashable {
  private var limits: [ServerTimeOut: Duration] = [:]

  subscript(_ timeOut: ServerTimeOut) -> Duration? {
    get { limits[timeOut] }
    set { limits[timeOut] = newValue }
  }

  /// What ends a statement that waits: the shortest.
  var endingWait: ServerTimeOut? { shortest(of: [.lock, .statement, .transaction]) }
  /// What ends a statement that sleeps.
  var endingSleep: ServerTimeOut? { shortest(of: [.statement, .transaction]) }
  /// What ends a transaction between two statements.
  var endingIdleness: ServerTimeOut? { shortest(of: [.idle, .transaction]) }

  private func shortest(of candidates: [ServerTimeOut]) -> ServerTimeOut? {
    candidates.filter { limits[$0] != nil }.min { limits[$0, default: .zero] < limits[$1, default: .zero] }
  }
}

extension Duration {
  /// As the server prints a time-out, such as `50ms` or `1min`; nil for 0, which is none.
  init?(serverSetting text: String) {
    let digits = text.prefix { $0.isNumber }
    guard let number = Int64(digits), number > 0 else { return nil }
    switch text.dropFirst(digits.count) {
    case "us": self = .microseconds(number)
    case "s": self = .seconds(number)
    case "min": self = .seconds(60 * number)
    case "h": self = .seconds(3600 * number)
    case "d": self = .seconds(86_400 * number)
    default: self = .milliseconds(number)
    }
  }
}
