import ContendModel

@testable import ContendExploration

/// Runs programs on the simulated database under a strategy: the runner of these tests.
struct Explorer {
  var program: Program
  var fusesBegin = true
  var victims = DeadlockVictims.all

  struct Report {
    var tally = Tally()
    /// Each outcome with the schedules that gave it, at most three.
    var outcomes: [String: [Schedule]] = [:]
    /// Complete ones.
    var schedules: Set<Schedule> = []
    var steps = 0
  }

  /// The outcomes of all interleavings, found without any strategy: each choice on a copy of the database.
  func everyOutcome(fusesBegin: Bool = true) -> Set<String> {
    var outcomes: Set<String> = []
    var open = [SimulatedDatabase(program, fusesBegin: fusesBegin, victims: victims)]
    while let database = open.popLast() {
      let enabled = database.enabled
      if enabled.isEmpty { outcomes.insert(database.outcome) }
      for choice in enabled {
        var next = database
        _ = next.apply(choice)
        open.append(next)
      }
    }
    return outcomes
  }

  /// Steers one execution to its end.
  func run<E: Execution>(_ execution: inout E) -> (ending: Ending, outcome: String) {
    var database = SimulatedDatabase(program, fusesBegin: fusesBegin, victims: victims)
    while true {
      let enabled = database.enabled
      if enabled.isEmpty { return (.completed, database.outcome) }
      switch execution.choose(among: enabled) {
      case .take(let choice): execution.observe(database.apply(choice))
      case .cut: return (.cut, "")
      case .diverged: return (.diverged, "")
      case .stop: return (.completed, database.outcome)
      }
    }
  }

  /// Explores until the strategy is done; `lanes` executions are under way at a time.
  func explore<S: Strategy>(_ strategy: S, lanes: Int = 1, limit: Int = .max) -> Report {
    var strategy = strategy
    var report = Report()
    var underWay: [S.Run] = []
    var random = RandomStream(seed: 7, path: lanes)
    while report.tally.schedules < limit {
      while underWay.count < lanes, case .run(let run) = strategy.begin() { underWay.append(run) }
      guard !underWay.isEmpty else { break }
      var execution = underWay.remove(at: Int.random(in: underWay.indices, using: &random))
      let (ending, outcome) = run(&execution)
      strategy.end(execution, ending)
      report.tally = strategy.tally
      report.steps += execution.schedule.choices.count
      guard ending == .completed else { continue }
      report.schedules.insert(execution.schedule)
      if report.outcomes[outcome, default: []].count < 3 {
        report.outcomes[outcome, default: []].append(execution.schedule)
      }
    }
    return report
  }

  func explore(_ reduction: Reduction, lanes: Int = 1, usesSourceSets: Bool = true) -> Report {
    var explorer = self
    explorer.fusesBegin = reduction.fusesBegin
    return explorer.explore(
      DepthFirst(reduction: reduction, victims: victims, usesSourceSets: usesSourceSets), lanes: lanes)
  }
}
