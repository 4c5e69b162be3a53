package import ContendModel

/// How long a statement of the harness may take, and who logs in beside its session to end one that takes longer.
///
/// Statements of a scenario's clients have limits of their own: those of their round.
package struct StatementLimit: Sendable {
  package var duration: Duration
  /// May end the session: the same role or one that is above it.
  package var ender: ConnectionSettings

  package init(_ duration: Duration, ender: ConnectionSettings) {
    self.duration = duration
    self.ender = ender
  }

  /// How long a statement may swallow its cancel, as one with a handler for `query_canceled` does, before
  /// its session is ended; and how long after that the server is given up.
  package static let patience = Duration.seconds(2)
}

/// Why a statement was ended: its limit was over.
package struct ExceededLimit: Hashable, Sendable {
  var duration: Duration
  /// It swallowed its cancel, so its session was ended.
  package var endedSession = false
  /// Who holds the lock that it waited for.
  package var blocker: String?

  /// What the statement is answered with in place of the server's words, which know nothing of the limit.
  package var error: SQLError {
    var error = SQLError(sqlState: "57014", message: "the statement \(fate)")
    error.hint = "a statement of the harness has the step time-out to end in"
    return error
  }

  /// `did not end within 2 s; …`
  var fate: String {
    var reason = "did not end within \(duration.formatted)"
    if let blocker { reason += "; it waited for a lock of \(blocker)" }
    if endedSession { reason += "; it swallowed its cancel, so its session was ended" }
    return reason
  }
}

/// Ends one statement when its limit is over: by a cancel, then by the end of its session, then by letting the
/// connection go.
///
/// `@unchecked Sendable`: lives on the loop of the connection.
final class StatementWatch: @unchecked Sendable {
  private static let interval = Duration.milliseconds(20)
  private unowned let connection: Connection
  private let limit: StatementLimit
  private var timer: TimerToken?
  private var intervention: Task<Void, Never>?
  private var isOver = false
  private(set) var exceeded: ExceededLimit?

  init(_ connection: Connection, _ limit: StatementLimit) {
    self.connection = connection
    self.limit = limit
    let loop = connection.loop
    timer = loop.schedule(at: .now.advanced(by: limit.duration)) { [self] in
      timer = nil
      intervention = Task(executorPreference: loop) { await self.intervene() }
    }
  }

  /// Returns once nothing of it is under way, so that no later statement is hit.
  func end() async {
    isOver = true
    if let timer { connection.loop.cancel(timer) }
    await intervention?.value
  }

  private func intervene() async {
    var exceeded = ExceededLimit(duration: limit.duration)
    if let ender = try? await Connection.open(limit.ender, on: connection.loop) {
      defer { ender.close() }
      exceeded.blocker = await blocker(ender)
      guard !isOver else { return }
      self.exceeded = exceeded
      _ = await ender.batch("SELECT pg_catalog.pg_cancel_backend(\(connection.backend))")
      await waitForAnswer()
      guard !isOver else { return }
      self.exceeded?.endedSession = true
      _ = await ender.batch("SELECT pg_catalog.pg_terminate_backend(\(connection.backend))")
      await waitForAnswer()
    }
    guard !isOver else { return }
    exceeded.endedSession = true
    self.exceeded = exceeded
    connection.abandonWait()
  }

  private func waitForAnswer() async {
    let end = ContinuousClock.now.advanced(by: StatementLimit.patience)
    while !isOver, .now < end { await connection.loop.sleep(for: Self.interval) }
  }

  /// Who a backend is, for a message: `a` is its row of `pg_stat_activity`.
  static let nameSQL = """
    pg_catalog.format('backend %s (%s)', a.pid, pg_catalog.concat_ws(', ', coalesce(a.usename, a.backend_type),
      nullif(a.application_name, ''), a.state))
    """

  private func blocker(_ ender: Connection) async -> String? {
    let rows = try? await ender.readCatalog(
      """
      SELECT \(Self.nameSQL)
        FROM unnest(pg_blocking_pids(\(connection.backend))) p(pid) JOIN pg_stat_activity a USING (pid) LIMIT 1
      """
    ).get()
    return rows.flatMap { $0.rowCount == 1 ? $0.text(0, 0) : nil }
  }
}

extension Duration {
  /// `30 s`, `1.5 s`, `500 ms`.
  fileprivate var formatted: String {
    let milliseconds = Int((self / .milliseconds(1)).rounded())
    guard milliseconds >= 1000 else { return "\(milliseconds) ms" }
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    return rest == 0 ? "\(seconds) s" : "\(Double(milliseconds) / 1000) s"
  }
}
