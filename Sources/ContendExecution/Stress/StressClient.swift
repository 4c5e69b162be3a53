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
  /// What it is doing now; nil between calls.
  private(set) var interpreter: CallInterpreter?

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
  func run(calls: Int?, _ round: RoundPlan, _ state: RoundState, _ recorder: Recorder?) async throws(Diagnostic) {
    var call = 0
    var now = ContinuousClock.now
    while state.isOpen, call < calls ?? .max {
      call += 1
      let id = CallID(clientID: identity.clientID, call: call)
      now = try await run(call, drawing: id, from: now, round, state, recorder)
    }
  }

  /// An open loop: calls as they arrive; a call that has to wait for a client began when it was due.
  func run(
    _ arrivals: ArrivalQueue, _ round: RoundPlan, _ state: RoundState, _ recorder: Recorder?
  ) async throws(Diagnostic) {
    var call = 0
    while let arrival = await arrivals.next() {
      call += 1
      let due = round.origin.advanced(by: arrival.due)
      _ = try await run(call, drawing: arrival.id, from: due, round, state, recorder)
    }
  }

  /// Runs one call and returns when it ended.
  private func run(
    _ call: Int, drawing id: CallID, from start: ContinuousClock.Instant, _ round: RoundPlan,
    _ state: RoundState, _ recorder: Recorder?
  ) async throws(Diagnostic) -> ContinuousClock.Instant {
    var random = RandomStream(seed: round.seed, path: round.number, id.clientID, id.call)
    let interpreter = CallInterpreter(
      session: connection, clock: connection.loop, names: names, round: state, recorder: recorder,
      frame: try round.frame(identity, call: call, random: &random), random: random)
    interpreter.fusesBegin = round.fusesBegin
    self.interpreter = interpreter
    state.begin()
    let outcome = try await interpreter.run(identity.body)
    self.interpreter = nil
    let end = ContinuousClock.now
    state.end(
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
