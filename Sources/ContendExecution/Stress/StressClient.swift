import ContendModel
import ContendPostgres

/// One client of a stress run with the connections it keeps over all rounds.
///
/// `@unchecked Sendable`: lives on its connections' loop; rounds are tasks that prefer it.
final class StressClient: @unchecked Sendable {
  let identity: ClientIdentity
  var id: Int { identity.id }
  private let sessions: ClientSessions
  private let loop: EventLoop
  /// Those that no other client uses, by name: `main`, unless that comes from a pool.
  private(set) var own: [String: Connection] = [:]
  let names: ClientSymbols
  /// The call that is under way; nil between calls.
  var machine: CallMachine?
  /// What is around its calls in the round that runs; nil where that is `main` alone.
  private var host: StressCall?

  init(
    _ identity: ClientIdentity, connections: Set<String>, _ sessions: ClientSessions, symbols: Symbols,
    on loop: EventLoop
  ) async throws(SQLFailure) {
    self.identity = identity
    self.sessions = sessions
    self.loop = loop
    names = ClientSymbols(symbols)
    for name in connections.sorted() { own[name] = try await sessions.open() }
  }

  /// The backends at which a statement of it may be outstanding.
  var backends: [Int32] { own.values.map(\.backend) + (host?.backends ?? []) }

  func close() { for connection in own.values { connection.close() } }

  /// - Parameter resources: nil where its calls use nothing but `main`.
  func enter(_ resources: RoundResources?, _ conditions: Conditions) {
    host = resources.map { StressCall(self, $0, conditions) }
  }

  /// A closed loop: calls one after another, as many as told or until the round ends.
  func run(
    calls: Int?, _ round: RoundPlan, _ state: RoundState, _ recorder: Recorder?
  ) async throws(Diagnostic) {
    if recorder == nil, host == nil, let main = own[HeldConnections.main] {
      return try await ClosedLoop(self, on: main, calls: calls, round, state).run()
    }
    var call = 0
    while state.isOpen, call < calls ?? .max {
      call += 1
      let id = CallID(clientID: id, call: call)
      try await run(call, drawing: id, from: .now, round, state, recorder)
    }
  }

  /// One call, by its number.
  func run(only call: Int, _ round: RoundPlan, _ state: RoundState) async throws(Diagnostic) {
    if host == nil, let main = own[HeldConnections.main] {
      return try await ClosedLoop(self, on: main, first: call, calls: call, round, state).run()
    }
    try await run(
      call, drawing: CallID(clientID: id, call: call), from: .now, round, state, nil)
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
    guard let host: any CallHost = host ?? own[HeldConnections.main].map({ PlainHost($0, clock: loop) })
    else { return }
    let interpreter = CallInterpreter(
      host: host, names: names, round: state, recorder: recorder,
      frame: try round.frame(identity, call: call, random: &random), random: random)
    interpreter.machine.fusesBegin = round.fusesBegin
    if let needs = round.needs {
      interpreter.machine.connections = HeldConnections(isPooled: needs.poolSize > 0)
    }
    machine = interpreter.machine
    defer { machine = nil }
    state.begin()
    do {
      let outcome = try await interpreter.run(identity.body)
      state.end(
        record(
          of: interpreter.machine, call, outcome, start: round.origin.duration(to: start),
          duration: start.duration(to: .now), round))
    } catch {
      // The run is over: the others need not finish the round.
      state.abort()
      throw error
    }
  }

  /// What a call came to.
  func record(
    of machine: CallMachine, _ call: Int, _ outcome: Outcome, start: Duration, duration: Duration,
    _ round: RoundPlan
  ) -> CallRecord {
    var record = CallRecord(
      clientID: id, client: identity.client, role: identity.role, name: identity.name,
      call: call, outcome: outcome, said: machine.said, attempts: machine.attempts,
      statements: machine.statements, duration: duration, start: start,
      variables: round.keepsVariables ? round.variables(of: machine.frame, names) : [:])
    record.use = host?.use
    record.losesWrites = machine.losesWrites
    record.explanation = machine.explanation
    return record
  }

  /// Ends a connection and opens it anew, for whoever takes it next.
  func reconnect(_ name: String) async throws(SQLFailure) {
    own[name]?.close()
    own[name] = try await sessions.open()
  }

  /// A connection that broke in one round must not fail the next one too, nor what it was told then.
  func makeReady(waits: Bool, _ knowledge: Knowledge) async throws(SQLFailure) {
    for (name, connection) in own {
      if !connection.isUsable || knowledge.replacesSessions {
        connection.close()
        own[name] = try await sessions.open()
      } else if knowledge.refreshesSessions {
        try await connection.refresh()
      } else if waits {
        try await connection.stopListening()
      }
    }
  }
}
