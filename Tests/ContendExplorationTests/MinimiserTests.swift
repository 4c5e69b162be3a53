import ContendModel
import Testing

@testable import ContendExploration

@Suite("The minimiser")
struct MinimiserTests {
  /// Minimises under an oracle over outcomes; gives the result and the number of executions.
  private func minimise(
    _ schedule: Schedule, of program: Program, fails: (String, Schedule) -> Bool
  ) -> (best: Schedule, runs: Int) {
    var minimiser = Minimiser(schedule)
    var runs = 0
    while let proposal = minimiser.proposal() {
      runs += 1
      var run = ReplayExecution(proposal, fidelity: .lenient)
      let (ending, outcome) = Explorer(program: program).run(&run)
      minimiser.report(
        executed: run.schedule, failsAlike: ending == .completed && fails(outcome, run.schedule))
    }
    return (minimiser.best, runs)
  }

  /// An update is lost: x is less than the number of clients that took part.
  private func losesUpdate(_ outcome: String, _ schedule: Schedule) -> Bool {
    !outcome.hasPrefix("a1=\(schedule.clients.count) ")
  }

  @Test("Every lost update of three clients comes down to two clients and two context switches")
  func lostUpdate() {
    let program = Program.lostUpdate(clients: 3)
    let report = Explorer(program: program).explore(.begin)
    for schedule in report.outcomes.filter({
      losesUpdate($0.key, Schedule([.issue(1), .issue(2), .issue(3)]))
    })
    .values.flatMap(\.self) {
      let (best, runs) = minimise(schedule, of: program, fails: losesUpdate)
      #expect(best.contextSwitches == 2, "\(schedule) became \(best)")
      #expect(best.clients.count == 2, "\(schedule) became \(best)")
      #expect(best.choices.count == 6)
      #expect(runs < 100)
    }
  }

  @Test("Every deadlock among other work comes down to its two clients")
  func deadlock() {
    var program = Program.deadlock
    program.clients += Program.lostUpdate(clients: 1).clients
    program.clients[2].statements = [.begin, .read([Program.z]), .add(Program.z, 1), .commit]
    let explorer = Explorer(program: program)
    for seed in UInt64(1)...30 {
      let walks = explorer.explore(RandomWalk(seed: seed, runs: 10))
      for schedule in walks.outcomes.filter({ $0.key.contains("!40P01") }).values.flatMap(\.self) {
        let (best, _) = minimise(schedule, of: program) { outcome, _ in outcome.contains("!40P01") }
        #expect(best.clients == [1, 2], "seed \(seed): \(schedule) became \(best)")
        #expect(best.contextSwitches == 2, "seed \(seed): \(schedule) became \(best)")
      }
    }
  }

  @Test("A failure that needs no others is not shown without them: what one client does alone is no race")
  func two() {
    let program = Program.lostUpdate(clients: 3)
    for schedule in Explorer(program: program).explore(.begin).outcomes.values.flatMap(\.self).prefix(20) {
      let (best, _) = minimise(schedule, of: program) { _, _ in true }
      #expect(best.clients.count == 2, "\(schedule) became \(best)")
    }
    let alone = Schedule(Array(repeating: .issue(1), count: 3))
    #expect(minimise(alone, of: Program.lostUpdate(clients: 1)) { _, _ in true }.best.clients == [1])
  }

  @Test("What it finds fails, and is as simple as any failing schedule")
  func minimum() throws {
    for seed in UInt64(1)...40 {
      let program = Program.random(seed: seed, events: 8, levels: [.readCommitted])
      let explorer = Explorer(program: program)
      let report = explorer.explore(.begin)
      let serial = Set(explorer.explore(PreemptionBounded(maximum: 0)).outcomes.keys)
      let failing = report.outcomes.filter { !serial.contains($0.key) }
      guard let schedule = failing.values.flatMap(\.self).max() else { continue }
      let (best, _) = minimise(schedule, of: program) { outcome, executed in
        executed.clients.count == program.clients.count && !serial.contains(outcome)
      }
      let least = failing.values.flatMap(\.self).map(\.contextSwitches).min() ?? 0
      #expect(best.contextSwitches <= least, "seed \(seed): \(schedule) became \(best)")
      #expect(explorer.explore(ReplayStrategy(best)).tally.diverged == 0)
    }
  }
}
