import ContendModel
import ContendPostgres

/// Runs one call of one client: the steps of a body, one after another.
///
/// What is thrown is a `Diagnostic`: the scenario itself is wrong at that place.
final class CallInterpreter {
  private let host: any CallHost
  private let recorder: Recorder?
  let machine: CallMachine
  /// A body in Swift reads what statements brought.
  var keepsRows = false
  private(set) var rows = RowSet()
  private(set) var answer: Value?

  init(
    host: any CallHost, names: ClientSymbols, round: RoundState, recorder: Recorder?, frame: Variables,
    random: RandomStream
  ) {
    self.host = host
    self.recorder = recorder
    machine = CallMachine(names: names, round: round, frame: frame, random: random)
  }

  var frame: Variables { machine.frame }
  var said: [String] { machine.said }
  var attempts: Int { machine.attempts }
  var statements: Int { machine.statements }
  var repetitions: Int { machine.repetitions }
  var current: SourceLocation? { machine.current }

  func integer(_ variable: Variable) -> Int { machine.frame.integer(variable) }

  /// Runs a body to its outcome and leaves no transaction open.
  func run(_ body: [Step]) async throws(Diagnostic) -> Outcome {
    machine.begin(body)
    host.beginCall()
    do {
      while true {
        switch try await goOn() {
        case .over(let outcome): return outcome
        case .program(let body):
          if let outcome = try await SwiftCall(self, body).run() { return outcome }
        case .turn: continue  // a body in Swift takes its turns itself
        }
      }
    } catch {
      // Other clients may wait for the locks this call holds.
      await host.abandon()
      throw error
    }
  }

  /// What the interpreter does not see to itself.
  enum Stop {
    case over(Outcome)
    case program(SwiftBody)
    /// A body in Swift goes on.
    case turn(CallError?)
  }

  /// Sees to what the call needs, up to the next stop.
  func goOn() async throws(Diagnostic) -> Stop {
    while true {
      // A dead process cleans nothing up.
      if let outcome = host.death { return .over(outcome) }
      switch try machine.next(isInTransaction: host.isInTransaction) {
      case .answer: try await answer()
      case .resource(let operation): try await perform(operation)
      case .pause(let duration):
        if await !pause(duration) { timeOut() }
      case .backoff(let duration):
        if await pause(duration) { host.beginAttempt() } else { timeOut() }
      case .limit(let limit): host.limit(limit)
      case .program(let body, _): return .program(body)
      case .turn(let error): return .turn(error)
      case .nothing(let outcome): return .over(outcome)
      }
    }
  }

  /// A statement with the values its parameters have now.
  func bind(_ statement: Statement) throws(Diagnostic) -> Request {
    try machine.bind(statement)
    return machine.request
  }

  private func answer() async throws(Diagnostic) {
    let (connection, isCleanup) = (machine.connection, machine.isRollingBack)
    let start = recorder?.now
    let response = await host.execute(machine.request, on: connection, isCleanup: isCleanup)
    if let recorder, let start, let statement = machine.statement {
      recorder.record(
        statement, machine.request, response ?? .failure(.deadlinePassed), on: connection, in: machine.frame,
        start: start)
    }
    guard let response else { return timeOut() }
    if keepsRows, case .success(let result) = response { rows = result.rowSet() }
    try machine.answered(response, isInTransaction: host.isInTransaction(connection))
  }

  private func perform(_ operation: ResourceOperation) async throws(Diagnostic) {
    let start = recorder?.now
    let isCleanup = machine.operation == nil
    let answer = await host.perform(operation, isCleanup: isCleanup)
    if let recorder, let start, !isCleanup {
      recorder.record(operation, answer, on: machine.connection, in: machine.frame, start: start)
    }
    guard let answer else { return timeOut() }
    if case .value(let value) = answer { self.answer = value }
    try machine.completed(answer)
  }

  private func timeOut() { machine.timeOut(isFinal: host.isOutOfTime) }

  /// In slices, so that a round that is given up need not wait for the longest sleeper.
  private func pause(_ duration: Duration) async -> Bool {
    var rest = duration
    while rest > .zero, !machine.round.isAborted {
      guard await host.pause(min(rest, CallMachine.longestPause)) else { return false }
      rest -= CallMachine.longestPause
    }
    return true
  }
}

extension CallMachine {
  /// A longer sleep looks in between whether the round was given up.
  static let longestPause = Duration.milliseconds(100)
}

extension SQLError {
  /// What a traced statement shows whose client gave up.
  static let deadlinePassed = SQLError(sqlState: "57014", message: "the client gave up at its deadline")
}
