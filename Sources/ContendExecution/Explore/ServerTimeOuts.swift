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

/// Keeps the server's time-outs from firing by the clock, and knows what the program has set them to.
///
/// Before an event those that bound it are lifted, and put back after it unless the statement itself set
/// them; those of an idle transaction are lifted for the rest of the transaction. SHOW takes no snapshot,
/// and SET LOCAL goes with the transaction, so the program sees no difference but in `SHOW` itself.
final class TimeOutGuard {
  private let connection: Connection
  private let names: [ServerTimeOut]
  /// Lifted for the statement under way, with the program's value as the server prints it.
  private var lifted: [ServerTimeOut: String] = [:]
  /// Lifted for the rest of the transaction.
  private var idle: [ServerTimeOut: Duration] = [:]
  /// What was last known.
  private(set) var timeOuts = ServerTimeOuts()
  private(set) var isolation: IsolationLevel?

  /// As long as the setting can be, 24 days; 0 could be the program's own.
  private static let never = "2147483647"

  init(_ connection: Connection, majorVersion: Int) {
    self.connection = connection
    names = ServerTimeOut.allCases.filter { $0 != .transaction || majorVersion >= 17 }
  }

  private var canAsk: Bool { connection.isUsable && !connection.isInFailedTransaction }

  /// - Parameter lifts: the statement may wait; BEGIN may not, and what is set for the session before it
  ///   would not be put back after it.
  func beforeEvent(lifts: Bool) async {
    guard canAsk else { return }
    let shown = await show()
    guard lifts else { return }
    for name in [ServerTimeOut.lock, .statement, .transaction] where idle[name] == nil {
      guard let text = shown[name], text != "0", text != Self.never + "ms" else { continue }
      lifted[name] = text
      await set(name, to: Self.never)
    }
  }

  func afterStatement() async {
    defer { lifted = [:] }
    guard canAsk else { return }
    if !connection.isInTransaction { idle = [:] }
    let shown = await show()
    for (name, text) in lifted.sorted(by: { $0.key.rawValue < $1.key.rawValue })
    where shown[name] == Self.never + "ms" {
      await set(name, to: "'\(text)'")
    }
    guard connection.isInTransaction else { return }
    for name in [ServerTimeOut.idle, .transaction] {
      guard let text = lifted[name] ?? shown[name], let limit = Duration(serverSetting: text),
        text != Self.never + "ms"
      else { continue }
      idle[name] = limit
      await set(name, to: Self.never)
    }
  }

  private func show() async -> [ServerTimeOut: String] {
    let questions = ["transaction_isolation"] + names.map(\.rawValue)
    let answers = await connection.pipeline(questions.map { Request(sql: "SHOW \($0)") })
    let texts = answers.compactMap { try? $0.get().text(0, 0) }
    guard texts.count == questions.count else { return [:] }
    isolation = IsolationLevel(namedIn: texts[0])
    let shown = Dictionary(uniqueKeysWithValues: zip(names, texts.dropFirst()))
    for name in names {
      let text = shown[name] == Self.never + "ms" ? lifted[name] : shown[name]
      timeOuts[name] = idle[name] ?? text.flatMap(Duration.init(serverSetting:))
    }
    return shown
  }

  private func set(_ name: ServerTimeOut, to value: String) async {
    let scope = connection.isInTransaction ? "SET LOCAL" : "SET"
    _ = await connection.batch("\(scope) \(name.rawValue) = \(value)")
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
