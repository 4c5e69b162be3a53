import ContendModel
import ContendPostgres

/// One client of a stress run with the connection it keeps over all rounds.
///
/// `@unchecked Sendable`: lives on its connection's loop; rounds are tasks that prefer it.
final class StressClient: @unchecked Sendable {
  let identity: ClientIdentity
  private let settings: ConnectionSettings
  private var connection: Connection
  private let names: ClientSymbols
  /// What runs its calls; nil before its first round.
  private(set) var interpreter: CallInterpreter?
  /// Whether a call of it is under way.
  private(set) var isBusy = false

  init(
    _ identity: ClientIdentity, settings: ConnectionSettings, symbols: Symbols, on loop: EventLoop
  ) async throws(SQLFailure) {
    self.identity = identity
    self.settings = settings
    names = ClientSymbols(symbols)
    connection = try await Connection.open(settings, on: loop)
  }

  var backend: Int32 { connection.backend }

  func close() { connection.close() }

  /// A closed loop: calls one after another, as many as told or until the round ends.
  func run(
    calls: Int?, _ round: RoundPlan, _ state: RoundState, _ recorder: Recorder?
  ) async throws(Diagnostic) {
    let interpreter = start(round, state, recorder)
    let template = round.frame(of: identity)
    var call = 0
    var now = ContinuousClock.now
    while state.isOpen, call < calls ?? .max {
      call += 1
      let id = CallID(clientID: identity.clientID, call: call)
      now = try await run(call, drawing: id, from: now, interpreter, template, round)
    }
  }

  /// An open loop: calls as they arrive; a call that has to wait for a client began when it was due.
  func run(
    _ arrivals: ArrivalQueue, _ round: RoundPlan, _ state: RoundState, _ recorder: Recorder?
  ) async throws(Diagnostic) {
    let interpreter = start(round, state, recorder)
    let template = round.frame(of: identity)
    var call = 0
    while let arrival = await arrivals.next() {
      call += 1
      let due = round.origin.advanced(by: arrival.due)
      _ = try await run(call, drawing: arrival.id, from: due, interpreter, template, round)
    }
  }

  private func start(_ round: RoundPlan, _ state: RoundState, _ recorder: Recorder?) -> CallInterpreter {
    let interpreter = CallInterpreter(
      session: connection, clock: connection.loop, names: names, round: state, recorder: recorder,
      frame: round.frame(of: identity), random: RandomStream(seed: round.seed))
    interpreter.fusesBegin = round.fusesBegin
    self.interpreter = interpreter
    return interpreter
  }

  /// Runs one call and returns when it ended.
  private func run(
    _ call: Int, drawing id: CallID, from start: ContinuousClock.Instant, _ interpreter: CallInterpreter,
    _ template: Variables, _ round: RoundPlan
  ) async throws(Diagnostic) -> ContinuousClock.Instant {
    interpreter.reset(random: RandomStream(seed: round.seed, path: round.number, id.clientID, id.call))
    interpreter.frame.copy(template)
    try round.begin(call, in: &interpreter.frame, random: &interpreter.random)
    isBusy = true
    defer { isBusy = false }
    interpreter.round.begin()
    let outcome: Outcome
    do {
      outcome = try await interpreter.run(identity.body)
    } catch {
      // The run is over: the others need not finish the round.
      interpreter.round.abort()
      throw error
    }
    let end = ContinuousClock.now
    interpreter.round.end(
      CallRecord(
        clientID: identity.clientID, client: identity.client, role: identity.role, name: identity.name,
        call: call, outcome: outcome, said: interpreter.said, attempts: interpreter.attempts,
        statements: interpreter.statements, duration: start.duration(to: end),
        start: round.origin.duration(to: start),
        variables: round.keepsVariables ? round.variables(of: interpreter.frame, names) : [:]))
    return end
  }

  /// A connection that broke in one round must not fail the next one too.
  func reopenIfBroken() async throws(SQLFailure) {
    guard !connection.isUsable else { return }
    connection.close()
    connection = try await Connection.open(settings, on: connection.loop)
  }
}
