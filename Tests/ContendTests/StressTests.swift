import ContendModel
import ContendReport
import Testing

@testable import ContendRuns

@Suite(.serialized)
struct StressTests {
  private func stress(
    _ variant: String, rounds: Int, seed: UInt64 = 1, calls: Int? = nil
  ) async throws -> ResultDocument {
    let text = Counter.text().replacing(
      "\\load clients", with: "\\draw amount random(1, 1000000)\n\\load clients"
    )
    .replacing(
      "SELECT n, oks", with: "SELECT n, oks, (SELECT sum((vars->>'amount')::int) FROM calls) AS amounts")
    var options = options(seed: seed)
    options.calls = calls
    var stress = StressRun(try scenario(text), variant: variant, options: options)
    stress.rounds = rounds
    return try await stress.run()
  }

  @Test func `a failing variant exits with 1 and tells its rounds`() async throws {
    let document = try await stress("buggy", rounds: 3)
    #expect(document.exitCode == 1)
    #expect(document.control.stress?.rounds == 3)
    #expect(document.control.stress?.calls == 18)
    #expect(document.control.reproduced)
    #expect(document.control.anomaly?.anomalyClass == .lostUpdate)
    #expect(document.control.stress?.counterexample != nil)
  }

  @Test func `a variant that holds exits with 0 and tells its figures`() async throws {
    let document = try await stress("atomic", rounds: 2, calls: 3)
    let section = try #require(document.control.stress)
    #expect(document.exitCode == 0)
    #expect(section.calls == 36)
    #expect(section.statementsPerCall == 1)
    #expect(try #require(section.latency).p99 >= (try #require(section.latency).p50))
    #expect(try #require(section.throughput) > 0)
  }

  @Test func `sessions that wait for locks are seen, and only while they wait`() async throws {
    func waits(for row: String) async throws -> LockWaitsSection? {
      let text = """
        \\scenario queue "Calls that queue up for a row"
        \\load clients=5 calls=2
        \\setup
        CREATE TABLE counter (id int PRIMARY KEY, n int NOT NULL);
        INSERT INTO counter SELECT g, 0 FROM generate_series(1, 5) g;
        \\variant buggy "holds the row for a while"
        BEGIN;
        UPDATE counter SET n = n + 1 WHERE id = \(row);
        SELECT pg_sleep(0.02);
        COMMIT;
        """
      var stress = StressRun(try scenario(text), variant: "buggy", options: options())
      stress.rounds = 6
      return try await stress.run().control.stress?.lockWaits
    }
    let together = try #require(try await waits(for: "1"))
    // In 1.2 s; a machine that takes long for a look is looked at less often.
    #expect(together.samples > 3)
    // Four of five wait until the last have their turn, each for four turns of 20 ms.
    #expect(together.sessions > 1.5 && together.sessions < 4.5, "\(together)")
    #expect(together.lockWait > 30, "\(together)")
    let apart = try #require(try await waits(for: ":client"))
    #expect(apart.sessions == 0, "\(apart)")
  }

  @Test func `the same seed draws the same values`() async throws {
    func amounts(seed: UInt64) async throws -> [String?] {
      let document = try await stress("buggy", rounds: 1, seed: seed)
      let sample = try #require(document.control.failures.first?.sample)
      return sample.rows.map { $0.last ?? nil }
    }
    let first = try await amounts(seed: 5)
    #expect(first.count == 1)
    #expect(try await amounts(seed: 5) == first)
    #expect(try await amounts(seed: 6) != first)
  }
}
