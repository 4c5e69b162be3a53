import ContendChecking
import ContendExploration
import ContendModel
import ContendReport
import ContendTestSupport
import Testing

@testable import ContendRuns

@Suite("Explore finds", .serialized)
struct FoundTests {
  @Test("a statement that waits and then looks at its WHERE again")
  func evalPlanQual() async throws {
    let result = try await Explored.run(Found.evalPlanQual)
    let kind = try #require(result.state.kinds[.serialOracle])
    #expect(kind.example.history.events.contains { !$0.blockedBy.isEmpty })
    #expect(result.diverged == 0)
  }

  @Test("a check inside the statement that fails only when the statement waited")
  func failsOnlyAfterWaiting() async throws {
    let all = try await Explored.schedules(Found.failsOnlyAfterWaiting)
    let negative = all.filter { $0.history.invariants.contains(where: \.isViolated) }
    #expect(!negative.isEmpty)
    #expect(negative.allSatisfy { $0.history.events.contains { !$0.blockedBy.isEmpty } })
    let result = try await Explored.run(Found.failsOnlyAfterWaiting)
    #expect(result.state.kinds[.invariant("stock")] != nil)
  }

  @Test("a bug that needs three clients, where two show nothing")
  func needsThree() async throws {
    let two = try await Explored.run(Found.needsThree(clients: 2))
    #expect(two.isProof)
    let three = try await Explored.run(Found.needsThree(clients: 3))
    #expect(three.state.kinds[.invariant("limit")] != nil)
    #expect(three.tally.isComplete)
  }

  @Test("a deadlock through a lock that only a trigger takes")
  func lockInTrigger() async throws {
    let result = try await Explored.run(Found.lockInTrigger)
    #expect(result.state.kinds.keys.contains { "\($0)" == "error:40P01" })
    #expect(result.anomaly?.anomalyClass == .deadlock)
  }

  @Test(
    "a read-only anomaly where one session is weaker than SERIALIZABLE",
    arguments: [
      "REPEATABLE READ", "READ COMMITTED",
    ])
  func readOnlyAnomaly(_ level: String) async throws {
    let result = try await Explored.run(Found.readOnlyAnomaly(reader: level))
    #expect(result.state.kinds[.serialOracle] != nil)
    #expect(result.state.kinds.count == 1)
  }

  @Test("no read-only anomaly where every session is SERIALIZABLE")
  func noReadOnlyAnomaly() async throws {
    let result = try await Explored.run(Found.readOnlyAnomaly(reader: "SERIALIZABLE"))
    #expect(result.state.failing == 0)
    #expect(result.tally.isComplete)
  }

  @Test("both victims of a deadlock")
  func victims() async throws {
    let all = try await Explored.schedules(Programs.deadlock)
    let victims = Set(all.flatMap { $0.history.calls.filter { $0.outcome.kind == .error }.map(\.clientID) })
    #expect(victims == [1, 2])
  }

  @Test("nothing in a correct program that looks racy")
  func looksRacy() async throws {
    let result = try await Explored.run(Found.looksRacy)
    #expect(result.state.failing == 0)
    #expect(result.isProof, "\(result.doubts)")
  }

  @Test("that one order of the calls fails without any concurrency")
  func failsSerially() async throws {
    let text = Found.failsSerially.replacing("\n\\allow error:23503", with: "")
    let result = try await Explored.run(text)
    #expect(result.state.kinds.keys.contains { "\($0)" == "error:23503" })
    let allowed = try await Explored.run(Found.failsSerially)
    #expect(allowed.state.failing == 0)
  }

  @Test("one row that two clients name differently", arguments: ["'01'", "1.0", "1"])
  func oneRowTwoNames(_ name: String) async throws {
    for type in ["int", "numeric"] {
      let result = try await Explored.run(Found.oneRow(type: type, namedBySecond: name))
      #expect(result.state.kinds[.serialOracle] != nil, "\(type) \(name)")
    }
  }

  @Test("every order of a client that creates a table, from a schema without it each time")
  func changesOfTheSchema() async throws {
    let result = try await Explored.run(Found.createsTable)
    #expect(result.isProof, "\(result.doubts)")
    #expect(result.state.outcomes.count == 3)
  }

  @Test("both serial orders and the wait of FOR UPDATE")
  func forUpdate() async throws {
    let all = try await Explored.schedules(Found.forUpdate)
    let sold = Set(all.map { $0.history.calls.filter { $0.outcome == .ok }.map(\.clientID) })
    #expect(sold == [[1], [2]])
    let waits = Set(all.map { $0.history.events.contains { !$0.blockedBy.isEmpty } })
    #expect(waits == [true, false])
    let result = try await Explored.run(Found.forUpdate)
    #expect(result.isProof)
  }

  @Test("all there is to SERIALIZABLE with retry and three clients", .enabled(if: Extent.isWhole))
  func serializableWithRetry() async throws {
    let result = try await Explored.run(Found.serializableWithRetry(clients: 3))
    print("\(result.tally)")
    #expect(result.tally.isComplete)
    #expect(result.state.failing == 0)
    #expect(result.state.outcomes.count == 1)
  }

  @Test("nothing between statements where the race is inside one, which prove finds")
  func insideOneStatement() async throws {
    let result = try await Explored.run(Found.insideOneStatement)
    #expect(result.isProof)
    var options = Explored.options()
    options.budget = .seconds(20)
    let document = try await ProveRun(try Explored.file(Found.insideOneStatement), options: options).run()
    #expect(document.control.reproduced == true)
    #expect(document.control.explore?.failing == 0)
  }
}

extension InvariantReading {
  fileprivate var isViolated: Bool {
    if case .rows(let rows) = answer { rows.count > 0 } else { false }
  }
}
