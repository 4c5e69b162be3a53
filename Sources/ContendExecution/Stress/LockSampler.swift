import ContendModel
import ContendPostgres

/// Looks now and then, while a round runs, how many of its sessions wait for a lock.
///
/// It counts the time of rounds only and goes on from one to the next, so that rounds shorter than its
/// interval are looked into as well, each at another moment. Looking takes about one part in a hundred
/// of the time. It reads `pg_stat_activity`, which takes no locks itself.
///
/// `@unchecked Sendable`: lives on the loop of its arm, and so does the task that looks.
final class LockSampler: @unchecked Sendable {
  private static let interval = Duration.milliseconds(25)
  /// Time from one look to the next, in times of what a look takes.
  private static let sparseness = 100

  private let connection: Connection
  private let loop: EventLoop
  /// What a look takes. It follows the last one, but at most doubles: the first prepares the statement, and
  /// any may meet a busy machine, which must not keep the sampler from looking for long.
  private var cost = interval / sparseness
  /// Of rounds, until the next look.
  private var rest = interval / 2
  private var start = ContinuousClock.now
  private var timer: TimerToken?
  private var looking: Task<Void, Never>?
  private var found = LockSamples()
  private var isInRound = false

  /// - Parameter connection: nobody else's while a round runs.
  init(on connection: Connection, _ loop: EventLoop) {
    self.connection = connection
    self.loop = loop
  }

  func beginRound() {
    found = LockSamples()
    isInRound = true
    lookLater()
  }

  /// What was seen in the round; nothing is outstanding then.
  func endRound() async -> LockSamples {
    isInRound = false
    if let timer {
      loop.cancel(timer)
      rest = max(.zero, rest - start.duration(to: .now))
    }
    timer = nil
    await looking?.value
    looking = nil
    return found
  }

  private func lookLater() {
    guard isInRound else { return }
    start = .now
    timer = loop.schedule(at: start.advanced(by: rest)) { [self] in
      timer = nil
      looking = Task(executorPreference: loop) { await self.look() }
    }
  }

  private func look() async {
    let began = ContinuousClock.now
    let answer = await connection.execute(Request(sql: Self.question, preparedAs: Self.statement))
    guard case .success(let rows) = answer, let waiting = rows.integer(0, 0) else { return }
    found += LockSamples(count: 1, waiting: Int(waiting))
    cost = min(began.duration(to: .now), cost * 2)
    rest = max(Self.interval, cost * Self.sparseness)
    lookLater()
  }

  /// The judge's connection is the sampler's while a round runs, and the judge has -1 to -3 for itself.
  private static let statement = -4
  private static let question = """
    SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity
     WHERE datname = pg_catalog.current_database() AND wait_event_type = 'Lock' AND backend_type = 'client backend'
    """
}
