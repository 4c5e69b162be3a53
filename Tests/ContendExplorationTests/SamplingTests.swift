import ContendModel
import Testing

@testable import ContendExploration

@Suite("Strategies that sample")
struct SamplingTests {
  private let explorer = Explorer(program: .lostUpdate(clients: 3))

  @Test("Bounding preemptions runs every schedule once, those with fewer preemptions first")
  func preemptionBounded() {
    var strategy = PreemptionBounded()
    var seen: Set<Schedule> = []
    var bounds: [Int] = []
    while case .run(var run) = strategy.begin() {
      let (ending, _) = explorer.run(&run)
      #expect(seen.insert(run.schedule).inserted)
      bounds.append(strategy.bound)
      strategy.end(run, ending)
      // The bound under way is done when its last schedule is.
      #expect(strategy.tally.preemptions.map { $0 == strategy.bound || $0 == strategy.bound - 1 } ?? true)
    }
    #expect(strategy.tally.preemptions == strategy.bound)
    #expect(seen == explorer.explore(.begin).schedules)
    #expect(bounds == bounds.sorted())
    #expect(strategy.tally.isComplete)
  }

  @Test("Without a preemption there are the serial orders only, and a lost update takes one")
  func preemptions() {
    let serial = explorer.explore(PreemptionBounded(maximum: 0))
    #expect(serial.tally.schedules == 6)
    #expect(serial.tally.preemptions == 0)
    #expect(!serial.tally.isComplete)
    #expect(serial.outcomes.keys.allSatisfy { $0.hasPrefix("a1=3") })
    let one = explorer.explore(PreemptionBounded(maximum: 1))
    #expect(one.outcomes.keys.contains { !$0.hasPrefix("a1=3") })
    #expect(!one.tally.isComplete)
  }

  @Test("The same seed walks the same way, another seed another way")
  func seeds() {
    let first = explorer.explore(RandomWalk(seed: 1, runs: 50))
    #expect(first.schedules == explorer.explore(RandomWalk(seed: 1, runs: 50)).schedules)
    #expect(first.schedules != explorer.explore(RandomWalk(seed: 2, runs: 50)).schedules)
    #expect(first.tally.schedules == 50)
    #expect(!first.tally.isComplete)
  }

  /// Reads and writes have to alternate: `depth` ordering constraints.
  @Test("PCT hits a bug of depth d with its probability at least", arguments: [1, 2, 3])
  func bound(_ depth: Int) {
    let runs = 4_000
    let reads = depth == 1 ? 1 : 2
    let program = Program(
      Array(repeating: .read([Program.x]), count: reads),
      Array(repeating: .add(Program.x, 1), count: depth == 3 ? 2 : 1), [.read([Program.y])])
    let steps = program.clients.map(\.statements.count).reduce(0, +)
    var strategy = PCT(seed: 11, runs: runs, clients: 3, steps: steps, depth: depth)
    var hits = 0
    while case .run(var run) = strategy.begin() {
      let (ending, outcome) = Explorer(program: program).run(&run)
      strategy.end(run, ending)
      if outcome.contains(depth == 1 ? " 1:1 " : " 1:0,1 ") { hits += 1 }
    }
    #expect(strategy.tally.schedules == runs)
    // Four standard deviations below the bound are a chance of 1 in 30,000.
    let expected = Double(runs) * strategy.bound
    #expect(
      Double(hits) >= expected - 4 * expected.squareRoot(), "\(hits) of \(runs), bound \(strategy.bound)")
  }

  @Test("The bound is 1/(n·k^(d-1))")
  func formula() {
    #expect(PCT(seed: 1, runs: 1, clients: 4, steps: 10, depth: 3).bound == 0.0025)
    #expect(PCT(seed: 1, runs: 1, clients: 4, steps: 10, depth: 1).bound == 0.25)
  }
}
