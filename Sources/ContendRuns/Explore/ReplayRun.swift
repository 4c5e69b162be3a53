import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel
import ContendPostgres
package import ContendReport

/// One recorded interleaving again, step by step.
package struct ReplayRun: Sendable {
  package enum Course: Sendable {
    case schedule(ScheduleToken)
    /// One call after another, client by client.
    case serial
  }

  package var file: ScenarioFile
  package var variantName: String
  package var course: Course
  package var options: RunOptions
  /// Called before each step with what it will do; returns when the step may go on.
  package var beforeStep: (@Sendable (String) -> Void)?

  package init(_ file: ScenarioFile, variant: String, course: Course, options: RunOptions) {
    self.file = file
    variantName = variant
    self.course = course
    self.options = options
  }

  /// Throws as `ProveRun.run` does.
  package func run() async throws -> ResultDocument {
    options.noteUnexplored()
    return try await CommandRun.with(
      .replay, file, options,
      connections: { file in
        Exploration.connections(
          of: [try file.variant(named: variantName)], file.scenario, options)
      }, replay)
  }

  @Sendable private func replay(_ command: CommandRun) async throws -> ResultDocument {
    let variant = try command.file.variant(named: variantName)
    let watched = try await command.untilStopped { try await watch(variant, in: command) }
    guard let (seen, clients) = watched else { return try await command.documentOfNothing(variant) }
    let section = ReplaySection(
      seen, variant: variant, clients: clients, scenario: command.scenario, options.sentences)
    return try await command.document(section.control, exitCode: section.exitCode)
  }

  /// The run, and how many clients take part.
  ///
  /// Which statements are steps hangs on what the program does, some of which is met only on the way: then it
  /// runs again with that, as the exploration that recorded the schedule did.
  private func watch(
    _ variant: Variant, in command: CommandRun
  ) async throws -> (ReplayOutcome, clients: Int) {
    let server = command.server
    var exploration = Exploration(
      scenario: command.scenario, variant: variant, options: command.options, server: server,
      deadline: command.deadline)
    while true {
      let (seen, clients, unknown) = try await exploration.withLanes(count: 1) { lanes in
        let look = server.databases.last.map { "psql \"\(server.access.client) dbname=\($0)\"" }
        return try await lanes.first { [scenario = command.scenario] lane in
          let seen = try await watch(lane, variant, scenario, look: look)
          return (seen, lane.clientCount, lane.known.covers(lane.met) ? nil : lane.met)
        }
      }
      guard let unknown, seen.divergence != nil else { return (seen, clients) }
      exploration.knowledge = exploration.knowledge.adding(unknown)
    }
  }

  private func watch(
    _ lane: Lane, _ variant: Variant, _ scenario: Scenario, look: String?
  ) async throws -> ReplayOutcome {
    let judge = ScheduleJudge(scenario.judging, variant)
    switch course {
    case .serial:
      let history = try await lane.runSerially(lane.calls)
      let seen = ReplayOutcome(history: history, judgement: try await judge.judge(history, on: lane))
      guard beforeStep != nil else { return seen }
      return try await stepSerially(lane, seen, look: look)
    case .schedule(let token):
      // Once through, so that each step can be shown with its result.
      let first = beforeStep == nil ? nil : try await lane.run(ReplayExecution(token.schedule)).history
      let guide = first.map {
        StepGuide(CounterexampleSection(tracing: $0), token.schedule.choices, look: look)
      }
      let run = try await lane.run(SteppedExecution(ReplayExecution(token.schedule), beforeStep, guide))
      if let guide { beforeStep?(guide.end) }
      var seen = ReplayOutcome(
        token: token, history: run.history, stuck: run.stuck, stranger: run.foreignBlocker)
      seen.divergence = run.execution.replay.divergence ?? run.execution.replay.unfinished
      if let history = run.history {
        seen.judgement = try await judge.judge(history, on: lane)
        seen.changedStep = token.firstChange(in: history)
      }
      return seen
    }
  }
}

extension ReplayRun {
  /// Shows the order of `seen` step by step, as the schedule that it is.
  private func stepSerially(_ lane: Lane, _ seen: ReplayOutcome, look: String?) async throws -> ReplayOutcome
  {
    let first = try await lane.run(ClientByClient())
    guard let history = first.history else { return seen }
    let schedule = first.execution.schedule
    let guide = StepGuide(CounterexampleSection(tracing: history), schedule.choices, look: look)
    _ = try await lane.run(SteppedExecution(ReplayExecution(schedule), beforeStep, guide))
    beforeStep?(guide.end)
    return seen
  }
}

/// One call after another, client by client, as far as nobody has to wait for a later one.
private struct ClientByClient: Execution {
  private(set) var schedule = Schedule([])

  mutating func choose(among enabled: [Choice]) -> Decision {
    guard let next = enabled.first(where: { !$0.isOptional }) ?? enabled.first else { return .stop }
    schedule.choices.append(next)
    return .take(next)
  }

  mutating func observe(_ event: ExecutedEvent) {}
}

/// What a replay did.
struct ReplayOutcome: Sendable {
  var token: ScheduleToken?
  var history: History?
  var judgement = Judgement.valid
  var divergence: Divergence?
  /// The first step whose SQL is not what was recorded.
  var changedStep: Int?
  var stuck: [StuckCall] = []
  var stranger: String?
}

/// A replay that asks before each step.
struct SteppedExecution: Execution {
  private(set) var replay: ReplayExecution
  private let beforeStep: (@Sendable (String) -> Void)?
  private let guide: StepGuide?

  init(
    _ replay: ReplayExecution, _ beforeStep: (@Sendable (String) -> Void)?, _ guide: StepGuide? = nil
  ) {
    self.guide = guide
    self.replay = replay
    self.beforeStep = beforeStep
  }

  var schedule: Schedule { replay.schedule }

  mutating func choose(among enabled: [Choice]) -> Decision {
    let decision = replay.choose(among: enabled)
    if case .take(let choice) = decision {
      let number = replay.schedule.choices.count
      beforeStep?(guide?.text(before: number - 1) ?? "step \(number): \(Sentences.words(choice))")
    }
    return decision
  }

  mutating func observe(_ event: ExecutedEvent) { replay.observe(event) }
}
