import ContendModel
import ContendPostgres

/// One client of a stress run with the connection it keeps over all rounds.
///
/// `@unchecked Sendable`: lives on its connection's loop; rounds are tasks that prefer it.
final class StressClient: @unchecked Sendable {
  let identity: ClientIdentity
  private let settings: ConnectionSettings
  private(set) var connection: Connection
  let names: ClientSymbols
  /// The call that is under way; nil between calls.
  var machine: CallMachine?

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
    guard let recorder else { return try await ClosedLoop(self, calls: calls, round, state).run() }
    var call = 0
    while state.isOpen, call < calls ?? .max {
      call += 1
      let id = CallID(clientID: identity.clientID, call: call)
      try await run(call, drawing: id, from: .now, round, state, recorder)
    }
  }

  /// One call, by its number.
  func run(only call: Int, _ round: RoundPlan, _ state: RoundState) async throws(Diagnostic) {
    try await ClosedLoop(self, first: call, calls: call, round, state).run()
  }

  /// An open loop: calls as they arrive; a call that has to wait for a client began when it was due.
  func run(
    _ arrivals: ArrivalQueue, _ round: RoundPlan, _ state: RoundState, _ recorder: Recorder?
  ) async throws(Diagnostic) {
    var call = 0
    while let arrival = await arrivals.next() {
      call += 1
      let due = round.origin.advanced(by: arrival.due)
      try await run(call, drawing: arrival.id, from: due, round, state, recorder)
    }
  }

  private func run(
    _ call: Int, drawing id: CallID, from start: ContinuousClock.Instant, _ round: RoundPlan,
    _ state: RoundState, _ recorder: Recorder?
  ) async throws(Diagnostic) {
    var random = RandomStream(seed: round.seed, path: round.number, id.clientID, id.call)
    let interpreter = CallInterpreter(
      session: connection, clock: connection.loop, names: names, round: state, recorder: recorder,
      frame: try round.frame(identity, call: call, random: &random), random: random)
    interpreter.machine.fusesBegin = round.fusesBegin
    machine = interpreter.machine
    defer { machine = nil }
    state.begin()
    do {
      let outcome = try await interpreter.run(identity.body)
      state.end(record(of: interpreter.machine, call, outcome, from: start, to: .now, round))
    } catch {
      // The run is over: the others need not finish the round.
      state.abort()
      throw error
    }
  }

  /// What a call came to.
  func record(
    of machine: CallMachine, _ call: Int, _ outcome: Outcome, from start: ContinuousClock.Instant,
    to end: ContinuousClock.Instant, _ round: RoundPlan
  ) -> CallRecord {
    CallRecord(
      clientID: identity.clientID, client: identity.client, role: identity.role, name: identity.name,
      call: call, outcome: outcome, said: machine.said, attempts: machine.attempts,
      statements: machine.statements, duration: start.duration(to: end),
      start: round.origin.duration(to: start),
      variables: round.keepsVariables ? round.variables(of: machine.frame, names) : [:])
  }

  /// A connection that broke in one round must not fail the next one too.
  func reopenIfBroken() async throws(SQLFailure) {
    guard !connection.isUsable else { return }
    connection.close()
    connection = try await Connection.open(settings, on: connection.loop)
  }
}
