import ContendModel
import ContendPostgres

/// The calls of one client in a closed loop, driven by the events of its socket: an answer goes straight
/// into the machine of the call, and its next statement is sent before the loop looks further.
///
/// A task switch for each statement would cost more than libpq's own work.
///
/// `@unchecked Sendable`: lives on its connection's loop.
final class ClosedLoop: ResponseReceiver, @unchecked Sendable {
  private let client: StressClient
  private let connection: Connection
  private let machine: CallMachine
  private let plan: RoundPlan
  private let state: RoundState
  private let limit: Int
  private let template: Variables
  private var call: Int
  private let origin: Nanoseconds
  private var start = Nanoseconds.now
  private var ending: UnsafeContinuation<Void, Never>?
  private var fault: Diagnostic?

  /// - Parameters:
  ///   - first: the number of the first call.
  ///   - calls: the number of the last one; nil is until the round ends.
  init(
    _ client: StressClient, on connection: Connection, first: Int = 1, calls: Int?, _ plan: RoundPlan,
    _ state: RoundState
  ) {
    self.client = client
    self.connection = connection
    self.plan = plan
    self.state = state
    origin = Nanoseconds(plan.origin)
    limit = calls ?? .max
    call = first - 1
    template = plan.frame(of: client.identity)
    machine = CallMachine(
      names: client.names, round: state, frame: template, random: RandomStream(seed: plan.seed))
    machine.fusesBegin = plan.fusesBegin
  }

  /// Returns when the last call has ended.
  func run() async throws(Diagnostic) {
    await withUnsafeContinuation { continuation in
      ending = continuation
      proceed(beginCall)
    }
    if let fault { throw fault }
  }

  func received(_ response: Response) {
    guard fault == nil else { return finish() }
    proceed { () throws(Diagnostic) in
      try machine.answered(response, isInTransaction: connection.isInTransaction)
      try advance()
    }
  }

  /// Goes on until something has to be waited for.
  private func advance() throws(Diagnostic) {
    while true {
      switch try machine.next(isInTransaction: { _ in connection.isInTransaction }) {
      case .answer:
        guard let response = send() else { return }
        try machine.answered(response, isInTransaction: connection.isInTransaction)
      case .pause(let duration), .backoff(let duration):
        return pause(duration, then: advance)
      case .resource(let operation):
        // Programs that use something besides their connection are run by an interpreter.
        try machine.completed(.refused("'\(operation)' has nothing to act on here"))
      case .limit: continue
      case .program(_, let location):
        throw Diagnostic(.error, at: location, "a body in Swift is run by an interpreter")
      case .turn: continue  // only such a body has turns
      case .nothing(let outcome):
        endCall(outcome)
        // A call that never waits must not keep the loop to itself.
        if machine.statements == 0 { return pause(.zero, then: beginCall) }
        guard try nextCall() else { return }
      }
    }
  }

  /// Sends the machine's request; the answer if it could not be sent.
  private func send() -> Response? {
    // Out of the machine and back: reading it there would copy all its parts for every statement.
    var request = Request(sql: "")
    swap(&request, &machine.request)
    defer { swap(&request, &machine.request) }
    return connection.send(request, to: self)
  }

  private func beginCall() throws(Diagnostic) {
    if try nextCall() { try advance() }
  }

  /// False if there is no further call, and the loop has ended.
  private func nextCall() throws(Diagnostic) -> Bool {
    guard state.isOpen, call < limit else {
      finish()
      return false
    }
    call += 1
    machine.random = RandomStream(seed: plan.seed, path: plan.number, client.id, call)
    machine.frame.copy(template)
    try plan.begin(call, in: &machine.frame, random: &machine.random)
    machine.begin(client.identity.body)
    client.machine = machine
    state.begin()
    return true
  }

  private func endCall(_ outcome: Outcome) {
    client.machine = nil
    let end = Nanoseconds.now
    state.end(
      client.record(
        of: machine, call, outcome, start: origin.duration(to: start), duration: start.duration(to: end),
        plan))
    start = end
  }

  /// In slices, so that a round that is given up need not wait for the longest sleeper.
  private func pause(_ duration: Duration, then next: @escaping () throws(Diagnostic) -> Void) {
    let slice = state.isAborted ? .zero : min(duration, CallMachine.longestPause)
    _ = connection.loop.schedule(at: .now.advanced(by: slice)) { [self] in
      if duration > slice, !state.isAborted { pause(duration - slice, then: next) } else { proceed(next) }
    }
  }

  /// Does something, and ends the loop and the round if the scenario proves wrong.
  private func proceed(_ step: () throws(Diagnostic) -> Void) {
    do throws(Diagnostic) {
      try step()
    } catch {
      fault = error
      client.machine = nil
      // The run is over: the others need not finish the round, nor wait for the locks of this call.
      state.abort()
      guard connection.isInTransaction, connection.send(CallMachine.rollback, to: self) == nil else {
        return finish()
      }
    }
  }

  private func finish() {
    let ending = ending
    self.ending = nil
    ending?.resume()
  }
}
