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

  /// Runs calls one after another until all are done or the round gives up.
  func run(_ round: RoundPlan, _ state: RoundState, _ recorder: Recorder?) async throws(Diagnostic)
    -> [CallRecord]
  {
    var records: [CallRecord] = []
    for call in 1...round.calls where !state.isAborted {
      do {
        records.append(try await run(call: call, round, state, recorder))
      } catch {
        // The run is over: the others need not finish the round.
        state.isAborted = true
        throw error
      }
    }
    return records
  }

  private func run(
    call: Int, _ round: RoundPlan, _ state: RoundState, _ recorder: Recorder?
  ) async throws(Diagnostic) -> CallRecord {
    var random = RandomStream(seed: round.seed, path: round.number, identity.clientID, call)
    let start = ContinuousClock.now
    let interpreter = CallInterpreter(
      session: connection, clock: connection.loop, names: names, round: state, recorder: recorder,
      frame: try round.frame(identity, call: call, random: &random), random: random)
    self.interpreter = interpreter
    defer { self.interpreter = nil }
    let outcome = try await interpreter.run(identity.body)
    return CallRecord(
      clientID: identity.clientID, client: identity.client, role: identity.role, name: identity.name,
      call: call,
      outcome: outcome, said: interpreter.said, attempts: interpreter.attempts,
      statements: interpreter.statements, duration: start.duration(to: .now),
      start: round.origin.duration(to: start),
      variables: round.keepsVariables ? round.variables(of: interpreter.frame, names) : [:])
  }

  /// A connection that broke in one round must not fail the next one too.
  func reopenIfBroken() async throws(SQLFailure) {
    guard !connection.isUsable else { return }
    connection.close()
    connection = try await Connection.open(settings, on: connection.loop)
  }
}
