import ContendExploration
import ContendModel
import ContendReport
import Testing

@testable import ContendRuns

/// Each run begins with sessions that nobody has used, and with the state that the set-up left.
@Suite("What one run leaves behind, the next does not find", .serialized)
struct LeftoverTests {
  @Test(
    "a setting that is made on the way out helps nobody",
    arguments: [
      "SET default_transaction_isolation = 'serializable';",
      "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE;",
      "SELECT set_config('default_transaction_isolation', 'repeatable read', false);",
    ])
  func setting(_ setting: String) async throws {
    let text = Leftovers.settingAfterwards(setting)
    for reduction in [Reduction.none, .auto] {
      let result = try await Explored.run(text, variant: "other", reduction, lanes: 1)
      #expect(result.state.kinds[.invariant("counted")] != nil, "\(reduction)")
      #expect(result.tally.isComplete && result.diverged == 0, "\(reduction)")
    }
    let verdicts = try await Explored.prove(text).fixes.map(\.verdict)
    #expect(verdicts == [.notFixed] || verdicts == [.reduced])
  }

  @Test(
    "what a session may have but once is not there yet",
    arguments: [
      "PREPARE look AS SELECT n FROM jar;", "DECLARE look CURSOR WITH HOLD FOR SELECT n FROM jar;",
      "SELECT n INTO TEMP look FROM jar;", "CREATE TEMP TABLE look (n int);",
    ])
  func once(_ left: String) async throws {
    for reduction in [Reduction.none, .auto] {
      let result = try await Explored.run(Leftovers.once(left), variant: "other", reduction, lanes: 1)
      #expect(result.isProof, "\(reduction): \(result.state.kinds.keys.sorted())")
    }
    let document = try await Explored.prove(Leftovers.once(left))
    #expect(document.fixes.map(\.verdict.isEliminated) == [true], "\(document.fixes.map(\.reasons))")
  }

  @Test func `a sequence goes on where the set-up put it`() async throws {
    for reduction in [Reduction.none, .auto] {
      let result = try await Explored.run(Leftovers.movedSequence, reduction)
      #expect(!result.state.kinds.keys.contains(.error("23505")), "\(reduction)")
    }
    let document = try await Explored.prove(Leftovers.movedSequence)
    #expect(document.control.anomaly?.anomalyClass == .lostUpdate)
    #expect(document.fixes.map(\.verdict.isEliminated) == [true], "\(document.fixes.map(\.reasons))")
  }

  @Test func `numbers that a session took in advance are forgotten with it`() async throws {
    for reduction in [Reduction.none, .auto] {
      let result = try await Explored.run(Leftovers.cachedNumbers, reduction, lanes: 1)
      #expect(result.state.outcomes.count == 2, "\(reduction)")
      #expect(result.diverged == 0, "\(reduction)")
    }
  }

  /// What a pool runs between two of its users must not take from the harness what it has prepared.
  @Test("whoever throws away what his session has goes on", arguments: ["DISCARD ALL;", "DEALLOCATE ALL;"])
  func discarding(_ discard: String) async throws {
    for reduction in [Reduction.none, .auto] {
      let result = try await Explored.run(Leftovers.discarding(discard), reduction, lanes: 1)
      #expect(result.state.kinds.keys.sorted() == [], "\(reduction)")
      #expect(result.tally.isComplete && result.diverged == 0, "\(reduction)")
    }
  }

  @Test func `a lock of a session is given back when its run is over`() async throws {
    for reduction in [Reduction.none, .auto] {
      let result = try await Explored.run(Leftovers.attempts, reduction, lanes: 1)
      #expect(result.state.outcomes.count == 2, "\(reduction)")
      #expect(result.diverged == 0, "\(reduction)")
    }
  }

  @Test(.timeLimit(.minutes(3))) func `a lock of a session that is given back before COMMIT is no fix`()
    async throws
  {
    for reduction in [Reduction.none, .auto] {
      let result = try await Explored.run(Leftovers.unlockedEarly, variant: "other", reduction)
      #expect(result.state.failing > 0, "\(reduction)")
    }
    let verdicts = try await Explored.prove(Leftovers.unlockedEarly).fixes.map(\.verdict)
    #expect(verdicts == [.notFixed] || verdicts == [.reduced])
  }

  /// The orders are few; what takes time is to wait for what nobody waits for.
  @Test("a client's second connection beside its first costs no time", arguments: ["n > 1000", "id = 1"])
  func secondConnection(_ condition: String) async throws {
    let start = ContinuousClock.now
    let result = try await Explored.run(Leftovers.twoConnections(where: condition), lanes: 1)
    #expect(start.duration(to: .now) < .seconds(15))
    // Whoever waits for himself waits for ever.
    #expect(result.state.kinds.keys.contains(condition == "id = 1" ? .stuck : .invariant("counted")))
  }
}
