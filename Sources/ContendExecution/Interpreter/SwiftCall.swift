import ContendModel
import ContendPostgres

/// A body in Swift while it runs: hands its steps to the machine, one at a time.
final class SwiftCall: StepRunner {
  private let interpreter: CallInterpreter
  private let body: SwiftBody
  private let thread = EventLoop.currentThread
  private var isBusy = false
  /// The call has ended under the program, which may not have noticed yet.
  private var over: Outcome?
  /// The scenario is wrong, and the run ends.
  private var fault: Diagnostic?

  private var machine: CallMachine { interpreter.machine }

  init(_ interpreter: CallInterpreter, _ body: SwiftBody) {
    self.interpreter = interpreter
    self.body = body
    interpreter.keepsRows = true
  }

  /// Runs the program; nil if the call goes on after it.
  func run() async throws(Diagnostic) -> Outcome? {
    let flow = await ending()
    if let fault { throw fault }
    if over == nil { machine.leaveProgram(flow) }
    return over
  }

  private func ending() async -> Flow {
    do {
      try await body.program(self)
      return .next
    } catch let ending as CallEnding {
      return .ended(ending.outcome)
    } catch let error as CallError {
      return .raised(error)
    } catch let diagnostic as Diagnostic {
      fault = fault ?? diagnostic
      return .next
    } catch {
      return .ended(.applicationError(reason: SwiftCall.reason(error)))
    }
  }

  /// One word for an error of the program's own, so that the same one is the same kind of failure.
  private static func reason(_ error: any Error) -> String {
    let words = String(describing: error).prefix(longestReason).split { !$0.isLetter && !$0.isNumber }
    return words.joined(separator: "_")
  }

  private static let longestReason = 60
}

// MARK: - Steps

extension SwiftCall {
  var isAtHand: Bool { !isBusy && EventLoop.currentThread == thread }

  var rows: RowSet { interpreter.rows }
  var answer: Value? { interpreter.answer }

  subscript(name: String) -> Value? {
    get { machine.names.symbols.find(name).flatMap { machine.frame[$0] } }
    set { machine.frame[machine.names.variable(named: name)] = newValue }
  }

  func run(_ action: Step.Action, at location: SourceLocation) async throws {
    if let fault { throw fault }
    do throws(Diagnostic) {
      try check(action, at: location)
    } catch {
      fault = error
      throw error
    }
    if case .statement(let statement) = action { note(statement) }
    machine.feed(Step(action, at: location))
    try await goOn()
  }

  func retry<Result>(
    _ policy: RetryPolicy, _ attempt: () async throws -> Result
  ) async throws -> Result {
    let start = machine.start
    machine.frame[.attempt] = .integer(1)
    var number = 1
    while true {
      do {
        return try await attempt()
      } catch let error as CallError where machine.mayRepeat(policy, after: error, attempt: number) {
        machine.beginAgain(policy, after: number, from: start)
        number += 1
        try await goOn()
      }
    }
  }

  /// Until it is the program's turn again.
  private func goOn() async throws {
    if let over { throw CallError.over(over) }
    isBusy = true
    defer { isBusy = false }
    do {
      while true {
        switch try await interpreter.goOn() {
        case .turn(nil): return
        case .turn(let error?): throw error
        case .over(let outcome): over = outcome
        case .program(let body): over = try await SwiftCall(interpreter, body).run()
        }
        if let over { throw CallError.over(over) }
      }
    } catch let diagnostic as Diagnostic {
      fault = diagnostic
      throw diagnostic
    }
  }

  /// Connections and notifications are made ready before the first call.
  private func check(_ action: Step.Action, at location: SourceLocation) throws(Diagnostic) {
    switch action {
    case .acquire(let name, _) where name != HeldConnections.main && !body.uses.connections.contains(name):
      throw Diagnostic(
        .error, at: location, "the variant does not say that it uses a connection '\(name)'",
        hint: "give it 'connections: [\"\(name)\"]'")
    case .wait where !body.uses.notifications:
      throw Diagnostic(
        .error, at: location, "the variant does not say that it waits for notifications",
        hint: "give it 'waits: true'")
    default: return
    }
  }

  private func note(_ statement: Statement) {
    let levels = statement.isolationLevels
    let changesSchema = statement.changesSchema
    let endsSessions = statement.sql.texts.contains(where: \.endsSessions)
    guard !levels.isEmpty || changesSchema || endsSessions else { return }
    body.note { met in
      met.levels.formUnion(levels)
      met.changesSchema = met.changesSchema || changesSchema
      met.endsSessions = met.endsSessions || endsSessions
    }
  }
}
