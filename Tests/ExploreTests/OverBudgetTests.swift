import ContendExploration
import ContendModel
import ContendVerdict
import Testing

@testable import ContendReport
@testable import ContendRuns

/// What is done where the time does not suffice for every interleaving.
@Suite(.serialized)
struct OverBudgetTests {
  private func explore(_ file: ScenarioFile, _ options: RunOptions) async throws -> ExploreResult {
    try await Explored.onServer { server in try await Explored.run(file, "buggy", options, on: server) }
  }

  @Test func `few preemptions come first, then samples, and the result says what is complete`() async throws {
    // 61,800 schedules, of which a busy machine too runs the 24 serial ones in a second.
    let file = try Explored.file(Programs.lostUpdate(clients: 4))
    var options = Explored.options(.begin)
    options.budget = .seconds(6)
    let result = try await explore(file, options)
    #expect(result.strategy == .pct)
    #expect(!result.tally.isComplete)
    #expect(!result.isProof)
    let bound = try #require(result.tally.preemptions)
    #expect(bound >= 0)
    let words = bound == 0 ? "no preemption" : "at most \(bound) preemption"
    #expect(
      result.coverageText.contains(
        "sampled from an unknown number of classes of interleavings (BEGIN fused, READ COMMITTED)"))
    #expect(result.coverageText.contains("every interleaving with \(words)"), "\(result.coverage)")
  }

  @Test func `time that other variants do not need completes a walk that was cut short`() async throws {
    func role(_ name: String, _ statements: Int) -> String {
      "\\role \(name)\n"
        + String(repeating: "UPDATE cell SET v = v + 1 WHERE name = :name;\n", count: statements)
    }
    let file = try Explored.file(
      """
      \\scenario cells "Clients that have nothing to do with each other"
      \\setup
      CREATE TABLE cell (name text PRIMARY KEY, v int NOT NULL);
      INSERT INTO cell VALUES ('a', 0), ('b', 0), ('c', 0);
      \\variant buggy "one statement each"
      \(role("a", 1))\(role("b", 1))\(role("c", 1))\\fix long "more of them"
      \(role("a", 3))\(role("b", 3))\(role("c", 4))
      """)
    // A thirtieth of a minute is not enough for 4,200 schedules, a minute is on a busy machine too.
    var options = Explored.options(.none)
    options.budget = .seconds(130)
    let (short, long) = (file.scenario.variants[0], try #require(file.scenario.variant(named: "long")))
    let variants = [long] + Array(repeating: short, count: 29)
    let prove = ProveRun(file, options: options)
    let results = try await Explored.onServer { server in
      try await prove.explore(
        variants, in: CommandRun(command: .prove, file: file, options: prove.options, server: server))
    }
    #expect(results.map(\.tally.isComplete) == Array(repeating: true, count: 30))
    #expect(results.map(\.tally.schedules) == [4200] + Array(repeating: 6, count: 29))
  }

  @Test func `a sample that repeats orders says how many distinct ones it holds`() async throws {
    let file = try Explored.file(Programs.lostUpdate(clients: 2))
    let all = try await explore(file, Explored.options(.begin))
    #expect(all.orders == all.tally.schedules)
    var options = Explored.options(.begin)
    options.explore.strategy = .pct
    options.budget = .seconds(2)
    let sample = try await explore(file, options)
    #expect(sample.tally.schedules > sample.orders && sample.orders <= all.tally.schedules)
    let schedules = Figures.grouped(sample.tally.schedules)
    #expect(
      sample.coverageText.hasPrefix(
        "\(schedules) runs of \(sample.orders) distinct orders, sampled from an unknown number of classes of interleavings"
      ),
      "\(sample.coverage)")
    let section = ExploreSection(sample, Sentences(.terminal))
    #expect(section.schedules == sample.tally.schedules && section.orders == sample.orders)
  }

  @Test func `a walk by preemptions that ends is complete`() async throws {
    var options = Explored.options()
    options.explore.strategy = .preemptionBounded
    let file = try Explored.file(Programs.lostUpdate(clients: 2))
    let result = try await explore(file, options)
    #expect(result.tally.isComplete)
    #expect(result.isProof)
    #expect(
      result.coverageText.hasPrefix("All 14 classes of interleavings (BEGIN fused, READ COMMITTED) of 2"))
  }
}
