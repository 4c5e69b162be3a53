import ContendModel
import ContendPostgres

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
