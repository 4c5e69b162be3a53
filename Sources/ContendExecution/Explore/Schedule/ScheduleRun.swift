import ContendExploration
import ContendModel
import ContendPostgres

/// One run of the program, steered choice by choice: who issues, who is woken, who is the victim.
///
/// After each choice the run waits until every client is ready, done, or seen waiting.
final class ScheduleRun<Run: Execution> {
  let trace = ScheduleTrace()
  let watch: ServerWatch
  let effects: EventEffects
  let faults: ScheduleFaults
  private(set) var execution: Run
  /// Clients that cannot go on although the program is not over.
  private(set) var starved: [StuckCall] = []
  private let clients: [ExploreClient]
  private let stage: Stage
  private let resources: LaneResources

  init(
    _ execution: Run, clients: [ExploreClient], stage: Stage, monitor: LockMonitor,
    footprints: FootprintReader, resources: LaneResources, faults: Faults,
    stepTimeout: Duration, stopSignal: StopSignal
  ) {
    self.execution = execution
    self.clients = clients
    self.stage = stage
    self.resources = resources
    watch = ServerWatch(clients, stage, monitor, trace, stepTimeout: stepTimeout, stopSignal: stopSignal)
    effects = EventEffects(clients, footprints, resources.limits)
    self.faults = ScheduleFaults(faults, clients, stage, watch, trace, effects, resources)
  }

  /// Runs until every client is done or the execution ends it; the clients have been started.
  func run() async throws -> Ending {
    for client in clients {
      client.onPassing = { [stage, trace, effects] client, request, response in
        guard !stage.isAborting else { return }
        effects.learn(request)
        trace.pass(client, request, response)
      }
    }
    defer { for client in clients { client.onPassing = nil } }
    for client in clients { try await settle(client) }
    while true {
      let enabled = choices
      guard !enabled.isEmpty else { return isOver() ? .completed : .stuck }
      switch execution.choose(among: enabled) {
      case .take(let choice):
        if let ending = try await perform(choice) { return ending }
      case .cut: return .cut
      case .diverged: return .diverged
      case .stop: return .completed
      }
    }
  }

  /// Everything that can happen at a point where nobody is at work; empty if nothing can.
  private var choices: [Choice] {
    let issues = clients.filter(\.isReady).map { Choice.issue($0.id) }
    return issues.isEmpty ? faults.choicesWhereNobodyGoesOn : issues + faults.choices
  }

  /// Whether every client came to its end; notes those that did not.
  private func isOver() -> Bool {
    starved = clients.filter { !$0.isDone }.map {
      StuckCall(name: $0.identity.name, location: $0.interpreter?.current)
    }
    return starved.isEmpty
  }

  private func perform(_ choice: Choice) async throws -> Ending? {
    trace.nextStep()
    guard var event = try await carryOut(choice) else { return .diverged }
    while let reaction = try await nextReaction() {
      if reaction.choices.count > 1 {
        execution.observe(event)
        switch execution.choose(among: reaction.choices) {
        case .take(let choice): event = ExecutedEvent(choice: choice, effects: [])
        case .cut: return .cut
        case .diverged, .stop: return .diverged
        }
      }
      event.effects += try await react(reaction, reaction.choices.count > 1 ? event.choice : nil)
    }
    execution.observe(event)
    return nil
  }

  private func settle(_ client: ExploreClient) async throws {
    try await watch.settle(client, effects.outlook(of: client))
  }

  private func effect(of client: ExploreClient) async throws -> ExecutedEvent.Effect {
    try await effects.effect(of: client, after: execution.schedule)
  }

  // MARK: Carrying a choice out

  /// What a choice does by itself; nil if it is not possible.
  private func carryOut(_ choice: Choice) async throws -> ExecutedEvent? {
    guard let client = watch.client(choice.clientID) else { return nil }
    switch choice {
    case .issue: return try await issue(choice, client)
    case .crashDuring:
      trace.note("killed before the answer", client)
      client.diesOnAnswer = true
      return try await issue(choice, client)
    case .crash: return ExecutedEvent(choice: choice, effects: [try await faults.kill(client)])
    case .timeOut:
      return ExecutedEvent(
        choice: choice, effects: try await faults.timeOut(client, after: execution.schedule))
    case .serverTimeOut:
      guard let timeOut = client.pendingTimeOut else { return nil }
      return ExecutedEvent(
        choice: choice, effects: [try await faults.pass(timeOut, client, after: execution.schedule)])
    case .expire(_, let entry):
      return faults.expire(choice, client, entry: entry).map { ExecutedEvent(choice: choice, effects: [$0]) }
    case .wake, .victim: return nil
    }
  }

  private func issue(_ choice: Choice, _ client: ExploreClient) async throws -> ExecutedEvent {
    let isRetry = effects.isRetry(client)
    guard case .harness(let event)? = client.wanted else {
      client.issue()
      trace.begin(client)
      try await settle(client)
      var executed = ExecutedEvent(
        choice: choice, effects: [], isRetry: isRetry || effects.isRetry(client))
      executed.effects.append(try await effect(of: client))
      return executed
    }
    let effects = try await perform(event, client)
    return ExecutedEvent(
      choice: choice, effects: effects, isRetry: isRetry || self.effects.isRetry(client))
  }

  private func perform(
    _ event: HarnessEvent, _ client: ExploreClient
  ) async throws -> [ExecutedEvent.Effect] {
    client.blockedBy = []
    trace.begin(event, of: client)
    let known = Set(resources.expiries)
    guard let answer = await resources.begin(event, by: client) else {
      client.queue(for: event, behind: resources.blockers(of: client))
      trace.queue(client)
      return [effects.effect(of: client, event)]
    }
    let made = resources.expiries.filter { !known.contains($0) }
    client.goOn(with: answer)
    try await settle(client)
    trace.finish(client, answer)
    // The clock of a new entry begins to run here.
    return [effects.effect(of: client, event)]
      + made.map { effects.effect(ofClock: .expire($0.owner, entry: $0.number)) }
  }

  // MARK: What a choice sets off

  /// What the clients that wait do next.
  private enum Reaction {
    /// The locks of these held clients were granted: one at a time.
    case wake([ExploreClient])
    /// These clients wait for each other, and one of the held ones is to be aborted.
    case abort([ExploreClient])
    /// These went on by themselves, or will: the server decides in which order.
    case goOn([ExploreClient])
    /// The server breaks the circle, in its own time and as it likes.
    case deadlock([ExploreClient])
    /// What this client waits for came from the harness.
    case resume(ExploreClient, ResourceAnswer?)

    /// More than one: the execution chooses.
    var choices: [Choice] {
      switch self {
      case .wake(let clients): clients.map { .wake($0.id) }
      case .abort(let clients): clients.map { .victim($0.id) }
      case .goOn, .deadlock, .resume: []
      }
    }
  }

  private func nextReaction() async throws -> Reaction? {
    // Answered, whether or not they have come as far as their next statement.
    let answered = clients.filter { trace.isOpen($0) && !$0.isWaiting && !$0.isQueued }
    if !answered.isEmpty { return .goOn(answered) }
    try await faults.buryTheDead()
    if let (client, answer) = await resources.nextResumed() { return .resume(client, answer) }
    let waiting = clients.filter(\.isWaiting)
    guard !waiting.isEmpty else { return nil }
    let blockers = try await watch.observe(waiting)
    let granted = waiting.filter { blockers[$0.id] == nil }
    if !granted.isEmpty { return granted.allSatisfy(\.isHeld) ? .wake(granted) : .goOn(granted) }
    let circle = watch.circle
    guard !circle.isEmpty else { return nil }
    let held = circle.filter(\.isHeld)
    return held.isEmpty ? .deadlock(circle) : .abort(held)
  }

  /// Lets it happen and says what came of it.
  private func react(_ reaction: Reaction, _ choice: Choice?) async throws -> [ExecutedEvent.Effect] {
    switch reaction {
    case .wake(let clients):
      return [try await goOn(clients.first { $0.id == choice?.clientID } ?? clients[0])]
    case .abort(let clients):
      let chosen = clients.first { $0.id == choice?.clientID } ?? clients[0]
      // Its pending timer fires as soon as it runs, finds the circle and aborts it.
      watch.letGo(chosen)
      try await watch.waitUntilAborted(chosen)
      return [try await effect(of: chosen)]
    case .goOn(let clients):
      if clients.count > 1 { watch.noteUncontrolledWake() }
      for client in clients { watch.letGo(client) }
      var effects: [ExecutedEvent.Effect] = []
      for client in clients { effects.append(try await goOn(client)) }
      return effects
    case .deadlock(let clients):
      watch.noteUncontrolledWake()
      return [try await effect(of: try await watch.waitUntilSettled(clients))]
    case .resume(let client, let answer):
      return [try await resume(client, answer)]
    }
  }

  private func goOn(_ client: ExploreClient) async throws -> ExecutedEvent.Effect {
    watch.letGo(client)
    try await settle(client)
    return try await effect(of: client)
  }

  /// What the client waited for has come, or will not come any more.
  private func resume(
    _ client: ExploreClient, _ answer: ResourceAnswer?
  ) async throws -> ExecutedEvent.Effect {
    let event = client.operation
    client.goOn(with: answer)
    try await settle(client)
    trace.finish(client, answer)
    return event.map { effects.effect(of: client, $0) } ?? effects.effect(of: client, .everything)
  }
}
