import ContendModel
import ContendPostgres

/// Runs one call of one client over a session: the steps of a body, one after another.
///
/// What is thrown is a `Diagnostic`: the scenario itself is wrong at that place.
final class CallInterpreter {
  private let session: any Session
  private let clock: any CallClock
  private let recorder: Recorder?
  let machine: CallMachine

  init(
    session: any Session, clock: any CallClock, names: ClientSymbols, round: RoundState, recorder: Recorder?,
    frame: Variables, random: RandomStream
  ) {
    self.session = session
    self.clock = clock
    self.recorder = recorder
    machine = CallMachine(names: names, round: round, frame: frame, random: random)
  }

  var frame: Variables { machine.frame }
  var said: [String] { machine.said }
  var attempts: Int { machine.attempts }
  var statements: Int { machine.statements }
  var repetitions: Int { machine.repetitions }
  /// Where the statement stands that is outstanding, or was last.
  var current: SourceLocation? { machine.statement?.location }

  func integer(_ variable: Variable) -> Int { machine.frame.integer(variable) }

  /// Runs a body to its outcome and leaves no transaction open.
  func run(_ body: [Step]) async throws(Diagnostic) -> Outcome {
    machine.begin(body)
    do {
      while true {
        switch try machine.next(isInTransaction: session.isInTransaction) {
        case .answer: try machine.answered(await answer(), isInTransaction: session.isInTransaction)
        case .pause(let duration): await pause(duration)
        case .nothing(let outcome): return outcome
        }
      }
    } catch {
      // Other clients may wait for the locks this call holds.
      if session.isInTransaction { _ = await session.execute(CallMachine.rollback) }
      throw error
    }
  }

  /// What the server answers to one statement, for those who read it themselves.
  func answer(_ statement: Statement) async throws(Diagnostic) -> Response {
    await session.execute(try bind(statement))
  }

  /// A statement with the values its parameters have now.
  func bind(_ statement: Statement) throws(Diagnostic) -> Request {
    try machine.bind(statement)
    return machine.request
  }

  private func answer() async -> Response {
    guard let recorder, let statement = machine.statement else {
      return await session.execute(machine.request)
    }
    let start = recorder.now
    let response = await session.execute(machine.request)
    recorder.record(statement, machine.request, response, in: machine.frame, start: start)
    return response
  }

  /// In slices, so that a round that is given up need not wait for the longest sleeper.
  private func pause(_ duration: Duration) async {
    var rest = duration
    while rest > .zero, !machine.round.isAborted {
      await clock.pause(min(rest, CallMachine.longestPause))
      rest -= CallMachine.longestPause
    }
  }
}

extension CallMachine {
  /// A longer sleep looks in between whether the round was given up.
  static let longestPause = Duration.milliseconds(100)
}
