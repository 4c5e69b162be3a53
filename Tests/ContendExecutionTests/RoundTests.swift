import ContendExecution
import ContendModel
import Testing

extension History {
  /// What each call drew, by client and call.
  fileprivate var quantities: [Value?] { calls.sorted { $0.id < $1.id }.map { $0.variables["qty"] } }
}

struct RoundTests {
  @Test func `every round starts from the same state`() async throws {
    let trial = Trial(footer: "\\invariant n \"x\"\nSELECT n FROM item WHERE id = 1;", clients: 4)
    let histories = try await trial.rounds(3, of: "UPDATE item SET n = n + 1 WHERE id = 1;")
    #expect(histories.map { $0.rows(of: "n") } == [[["14"]], [["14"]], [["14"]]])
    #expect(histories.map(\.round) == [1, 2, 3])
  }

  @Test func `clients of a round overlap`() async throws {
    let history = try await Trial(clients: 4).round("SELECT pg_sleep(0.5);")
    #expect(history.calls.count == 4)
    let lastStart = try #require(history.calls.map(\.start).max())
    #expect(history.calls.allSatisfy { lastStart < $0.start + $0.duration })
  }

  @Test func `what a call creates is gone in the next round`() async throws {
    let rounds = try await Trial(clients: 1).rounds(
      2, of: "CREATE TABLE note (id int);\nCREATE TEMP TABLE draft (id int);")
    #expect(rounds.flatMap(\.calls).map(\.outcome) == [.ok, .ok])
  }

  @Test func `the same seed draws the same values, another seed and another round others`() async throws {
    func draws(seed: UInt64) async throws -> [[Value?]] {
      let trial = Trial(header: "\\draw qty random(1, 1000000)", clients: 3, calls: 2, seed: seed)
      return try await trial.rounds(2, of: "\\set q :qty").map(\.quantities)
    }
    let first = try await draws(seed: 7)
    #expect(first.joined().allSatisfy { $0 != nil })
    #expect(try await draws(seed: 7) == first)
    #expect(try await draws(seed: 8) != first)
    #expect(first[0] != first[1])
  }

  @Test func `a round draws the same values for every variant`() async throws {
    let trial = Trial(
      header: "\\draw qty random(1, 1000000)",
      footer: "\\fix other \"draws in its body too\"\n\\set noise random(1, 6)\n\\set q :qty", clients: 2)
    let buggy = try await trial.rounds(2, of: "SELECT 1;")
    let fix = try await trial.rounds(2, of: "SELECT 1;", variant: "other")
    #expect(buggy.map(\.quantities) == fix.map(\.quantities))
  }

  @Test func `a client knows its role, its numbers and its call`() async throws {
    let trial = Trial(clients: 3, calls: 2)
    let history = try await trial.round(
      #"""
      \role worker clients=2
      \say :role :client :client_id :name :call
      \role admin clients=1!
      \say :role :client :client_id :name :call
      """#)
    #expect(
      history.calls.sorted { $0.id < $1.id }.map { $0.said.joined() } == [
        "worker 1 1 worker1 1", "worker 1 1 worker1 2", "worker 2 2 worker2 1", "worker 2 2 worker2 2",
        "admin 1 3 admin 1", "admin 1 3 admin 2",
      ])
  }

  @Test func `a connection that is lost fails its call and no later round`() async throws {
    let trial = Trial(header: "\\draw chance random(1, 2)", clients: 2)
    let histories = try await trial.rounds(2, of: "SELECT pg_terminate_backend(pg_backend_pid());")
    for history in histories {
      #expect(history.calls.map(\.outcome.description) == ["error:57P01", "error:57P01"])
    }
  }

  @Test func `a statement that does not return is cancelled and named, and the next round is whole`()
    async throws
  {
    let trial = Trial(
      setup: "CREATE TABLE item (id int PRIMARY KEY, n int); INSERT INTO item VALUES (1, 60);", clients: 2,
      stepTimeout: .seconds(3))
    let histories = try await trial.rounds(
      2, of: "SELECT 1;\nSELECT pg_sleep(CASE WHEN :client = 1 THEN 60 ELSE 0 END);")
    for history in histories {
      #expect(history.stuck.map(\.name) == ["client1"])
      #expect(history.stuck.first?.location?.line == 7)
      #expect(history.calls.sorted { $0.id < $1.id }.map(\.outcome) == [.killed, .ok])
      #expect(history.duration < .seconds(30))
    }
  }

  @Test func `a sleeper is not waited for when its round is given up`() async throws {
    let trial = Trial(stepTimeout: .milliseconds(200))
    let history = try await trial.round("\\sleep 60s\nSELECT 1;")
    #expect(history.stuck.count == 1)
    #expect(history.duration < .seconds(30))
  }

  @Test(.timeLimit(.minutes(2)))
  func `a fault of one client does not leave the others waiting for its locks`() async throws {
    let fault = try await Trial(clients: 4, stepTimeout: .seconds(300)).fault(
      #"""
      BEGIN;
      UPDATE item SET n = n + 1 WHERE id = 1;
      \set share 1 / 0
      COMMIT;
      """#)
    #expect(fault?.message == "division by zero")
  }

  @Test func `a stopped run shows nothing`() async throws {
    let history = try await Trial(clients: 2).withArm("SELECT pg_sleep(60);") { arm in
      let stopSignal = StopSignal()
      async let history = arm.run(round: 1, stopSignal: stopSignal)
      try await Task.sleep(for: .milliseconds(300))
      stopSignal.stop()
      return try await history
    }
    #expect(history == nil)
  }

  @Test func `alone, the first client of each role runs one call`() async throws {
    let history = try await Trial(clients: 6, calls: 3).withArm(
      "\\role worker clients=2\nSELECT 1;\n\\role admin clients=1\nSELECT 2;"
    ) { try await $0.runAlone(stopSignal: StopSignal()) }
    #expect(history.calls.map(\.name) == ["worker1", "admin1"])
  }

  @Test func `a traced round holds every statement with what came back`() async throws {
    let history = try await Trial(clients: 2).withArm(
      "SELECT n FROM item WHERE id = 1  \\gset\nUPDATE item SET n = :n WHERE id = 2;"
    ) { try #require(try await $0.run(round: 1, traced: true, stopSignal: StopSignal())) }
    #expect(history.events.count == 4)
    let read = try #require(history.events.first { $0.clientID == 1 })
    #expect(read.rows.rows == [["10"]])
    let write = try #require(history.events.last { $0.clientID == 1 })
    #expect(write.parameters == [.integer(10)])
    #expect(write.rowCount == 1)
    #expect(history.events.allSatisfy { $0.start <= $0.end && $0.end <= history.duration })
  }

  @Test func `a traced round holds what its calls asked of the harness, and on which connection`()
    async throws
  {
    let history = try await Trial(clients: 1).withArm(
      "\\kv get 'a' a\n\\kv set 'a' 7 nx\n\\kv set 'a' 8 nx\n\\kv get 'a' a\n\\acquire b direct\n\\use b\nSELECT :a AS b;"
    ) { try #require(try await $0.run(round: 1, traced: true, stopSignal: StopSignal())) }
    let asked = history.events.filter { $0.resource != nil }
    #expect(
      asked.map(\.resource) == [
        .get(key: "a"), .set(key: "a", value: "7"), .set(key: "a", value: "8"), .get(key: "a"), .other,
      ])
    #expect(asked.map(\.rowCount) == [0, 1, 0, 1, 1])
    #expect(asked[3].rows.rows == [["7"]])
    #expect(history.events.last?.connection == "b")
    #expect(history.events.last?.resource == nil)
  }
}
