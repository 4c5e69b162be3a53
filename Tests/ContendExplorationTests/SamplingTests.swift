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
    }
    #expect(seen == explorer.explore(.begin).schedules)
    #expect(bounds == bounds.sorted())
    #expect(strategy.tally.isComplete)
  }

  @Test("Without a preemption there are the serial orders only, and a lost update takes one")
  func preemptions() {
    let serial = explorer.explore(PreemptionBounded(maximum: 0))
    #expect(serial.tally.schedules == 6)
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

  /// Clients 1 to n write their number; only if the last but one comes first and so on is x = 12…n lost:
  /// the outcome is one serial order out of n! and needs n - 1 ordering constraints.
  @Test("PCT hits a bug of depth d with its probability at least", arguments: [1, 2, 3])
  func bound(_ depth: Int) {
    let runs = 4_000
    let clients = 3
    // Client 1 has to be overtaken between each of its d - 1 reads; client 2 writes in between.
    let reader: [Statement] = Array(repeating: .read([Program.x]), count: depth)
    let writer: [Statement] = Array(repeating: .add(Program.x, 1), count: depth)
    let program = Program(reader, writer, [.read([Program.y])])
    let steps = 2 * depth + 1
    let strategy = PCT(seed: 11, runs: runs, clients: clients, steps: steps, depth: depth)
    var hits = 0
    var walk = strategy
    while case .run(var run) = walk.begin() {
      let (ending, outcome) = Explorer(program: program).run(&run)
      walk.end(run, ending)
      // Depth 1: the reader comes after the writer. Depth 2: between its two writes, and so on.
      let seen = (0..<depth).map { "\(depth == 1 ? 1 : $0)" }.joined(separator: ",")
      if outcome.contains(" 1:\(seen) ") { hits += 1 }
    }
    #expect(walk.tally.schedules == runs)
    // Four standard deviations below the bound are a chance of 1 in 30,000.
    let expected = Double(runs) * strategy.bound
    #expect(
      Double(hits) >= expected - 4 * expected.squareRoot(), "\(hits) of \(runs), bound \(strategy.bound)")
  }

  @Test("The bound is 1/(n·k^(d-1))")
  func formula() {
    #expect(PCT(seed: 1, runs: 1, clients: 4, steps: 10, depth: 3).bound == 1 / 400)
    #expect(PCT(seed: 1, runs: 1, clients: 4, steps: 10, depth: 1).bound == 1 / 4)
  }
}
