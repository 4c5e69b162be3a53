import ContendModel
import Testing

@testable import ContendExecution

struct PoolTests {
  private static let nested = """
    BEGIN;
    UPDATE item SET n = n - 1 WHERE id = :client_id;
    \\sleep 20ms
    \\acquire audit
    \\use audit
    INSERT INTO audit VALUES (:client_id);
    \\release audit
    COMMIT;
    """

  private func trial(pool: String, clients: Int) -> Trial {
    var trial = Trial(clients: clients)
    trial.header = pool
    trial.setup =
      "CREATE TABLE item (id int PRIMARY KEY, n int); INSERT INTO item SELECT i, 9 FROM generate_series(1, 9) i; CREATE TABLE audit (id int);"
    return trial
  }

  @Test func `calls queue for the connections of a pool, and each is held until its call ends`() async throws
  {
    let history = try await trial(pool: "\\pool size=2", clients: 6).round("SELECT pg_sleep(0.05);")
    #expect(history.calls.allSatisfy { $0.outcome == .ok })
    let use = history.calls.compactMap(\.use).reduce(ResourceUse(), +)
    #expect(use.poolWaits == 4)
    #expect(use.held >= .milliseconds(300))
    #expect(history.duration >= .milliseconds(150))
    #expect(use.poolWait >= .milliseconds(300))
  }

  @Test func `two calls that each want a second connection of a pool of two starve each other`() async throws
  {
    let trial = trial(pool: "\\pool size=2 acquire_timeout=150ms", clients: 2)
    let history = try await trial.round(Self.nested)
    #expect(history.calls.contains { $0.outcome == .poolTimeout })
    #expect(history.duration >= .milliseconds(150))
    #expect(history.stuck.isEmpty)
  }

  @Test func `a direct connection is none of the pool's`() async throws {
    let trial = trial(pool: "\\pool size=2 acquire_timeout=5s", clients: 2)
    let history = try await trial.round(
      Self.nested.split(separator: "\n").map { $0 == "\\acquire audit" ? "\\acquire audit direct" : $0 }
        .joined(separator: "\n"))
    #expect(history.calls.map(\.outcome) == [.ok, .ok])
  }

  @Test func `a pool that is used up is a time-out that a retry around the call can take`() async throws {
    let trial = trial(pool: "\\pool size=1 acquire_timeout=60ms", clients: 2)
    let history = try await trial.round(
      "\\retry on pool_timeout max 20 backoff 1ms..2ms\nSELECT pg_sleep(0.15);")
    #expect(history.calls.map(\.outcome) == [.ok, .ok])
    #expect(history.calls.map(\.attempts).max() ?? 0 > 1)
  }

  @Test func `a connection given back before a slow service is free for others meanwhile`() async throws {
    func duration(_ body: String) async throws -> Duration {
      let history = try await trial(pool: "\\pool size=1", clients: 4).round(body)
      #expect(history.calls.allSatisfy { $0.outcome == .ok })
      return history.duration
    }
    let holding = try await duration("SELECT 1;\n\\call pay 60ms\nSELECT 2;")
    let giving = try await duration("SELECT 1;\n\\release\n\\call pay 60ms\n\\acquire main\nSELECT 2;")
    #expect(holding >= .milliseconds(240))
    #expect(giving < .milliseconds(200))
  }

  @Test func `what a call leaves open is rolled back before another gets the connection`() async throws {
    var trial = trial(pool: "\\pool size=1", clients: 3)
    trial.footer = "\\invariant changed \"x\"\nSELECT id FROM item WHERE n <> 9;"
    let history = try await trial.round("BEGIN;\nUPDATE item SET n = 0 WHERE id = :client_id;\n\\reject no")
    #expect(history.calls.count == 3)
    #expect(history.rows(of: "changed") == [])
  }

  @Test(
    arguments: [
      ("\\release\nSELECT 1;", "a statement needs a connection, and the call has given its connections back"),
      ("\\acquire a\n\\acquire a", "the call holds connection 'a' already"),
      ("\\acquire a\n\\release a\n\\use a", "the call does not hold connection 'a'"),
    ])
  func `what cannot be with the connections held is told with its place`(body: String, message: String)
    async throws
  {
    let fault = try #require(try await trial(pool: "", clients: 1).fault(body))
    #expect(fault.message == message)
    #expect(fault.location.line > 5)
  }
}

struct TimeTests {
  @Test func `every round trip takes as long as the network does`() async throws {
    let call = try await Trial(header: "\\net rtt=20ms").call("SELECT 1;\nSELECT 2;\nSELECT 3;")
    #expect(call.duration >= .milliseconds(60))
  }

  @Test func `a statement that is outstanding at the deadline is cancelled, and the next one is not`()
    async throws
  {
    let trial = Trial(header: "\\deadline 80ms", calls: 3)
    let history = try await trial.round(
      "BEGIN;\nSELECT pg_sleep(CASE WHEN :call = 2 THEN 5 ELSE 0 END);\nCOMMIT;\nSELECT 1;")
    #expect(history.calls.map(\.outcome) == [.ok, .timeout, .ok])
    #expect(history.calls.allSatisfy { $0.duration < .seconds(2) })
  }

  @Test func `a deadline bounds each attempt, and with total the whole call`() async throws {
    let body = "\\retry on timeout max 4 backoff 1ms..2ms\nSELECT pg_sleep(0.2);"
    let each = try await Trial(header: "\\deadline 50ms").call(body)
    #expect(each.outcome == .timeout)
    #expect(each.attempts == 4)
    let total = try await Trial(header: "\\deadline 50ms total").call(body)
    #expect(total.outcome == .timeout)
    #expect(total.attempts == 1)
  }

  @Test func `a call that catches its time-out can go on`() async throws {
    let call = try await Trial(header: "\\deadline 50ms").call(
      "\\try timeout\n\\sleep 2s\n\\catch\nSELECT 7 AS seven  \\gset\n\\endtry")
    #expect(call.outcome == .ok)
    #expect(call.variables["seven"] == .integer(7))
    #expect(call.duration < .seconds(1))
  }

  @Test func `a service takes its time, and a flood queues in front of it`() async throws {
    func duration(_ call: String) async throws -> Duration {
      let history = try await Trial(clients: 6).round(call)
      #expect(history.calls.allSatisfy { $0.outcome == .ok && $0.use?.serviceCalls == 1 })
      return history.duration
    }
    #expect(try await duration("\\call pay 100ms") < .milliseconds(500))
    #expect(try await duration("\\call pay 100ms limit=1") >= .milliseconds(600))
    #expect(try await duration("\\call pay 100ms limit=1 per=:client_id") < .milliseconds(500))
  }

  @Test func `a service goes on with what its caller has given up`() async throws {
    var trial = Trial(header: "\\deadline 450ms", clients: 3)
    trial.footer = "\\allow timeout"
    let history = try await trial.round("\\call pay 300ms limit=1")
    #expect(history.calls.count { $0.outcome == .ok } == 1)
    #expect(history.calls.count { $0.outcome == .timeout } == 2)
  }
}

struct KeyValueTests {
  @Test func `the clients of a round share one store, and the next round begins with an empty one`()
    async throws
  {
    let histories = try await Trial(clients: 5, calls: 4).rounds(2, of: "\\kv incr 'hits' n")
    for history in histories {
      let numbers = history.calls.compactMap {
        if case .integer(let n) = $0.variables["n"] { n } else { nil }
      }
      #expect(numbers.sorted() == Array(1...20))
    }
  }

  @Test func `get of what is not there unsets its variable`() async throws {
    let call = try await Trial().call(
      """
      \\set v 1
      \\kv get 'nothing' v
      \\if :{?v}
      \\fail found
      \\endif
      \\kv set 'k' 5 nx first
      \\kv set 'k' 6 nx second
      \\kv get 'k' v
      \\kv del 'k'
      """)
    #expect(call.outcome == .ok)
    #expect(call.variables["first"] == .boolean(true))
    #expect(call.variables["second"] == .boolean(false))
    #expect(call.variables["v"] == .integer(5))
  }

  @Test func `an entry expires in real time`() async throws {
    let call = try await Trial().call(
      "\\kv set 'lease' 1 ttl=30ms nx\n\\sleep 50ms\n\\kv set 'lease' 2 ttl=30ms nx again")
    #expect(call.variables["again"] == .boolean(true))
  }

  @Test func `incr of what is no integer is a mistake with its place`() async throws {
    let fault = try await Trial().fault("\\kv set 'k' 'x'\n\\kv incr 'k'")
    #expect(fault?.message.contains("requires an integer") == true)
  }
}

struct WaitTests {
  private static let body = """
    \\role listener
    LISTEN jobs;
    \\wait jobs
    SELECT count(*) AS seen FROM job  \\gset
    \\role producer
    \\sleep 30ms
    BEGIN;
    INSERT INTO job VALUES (1);
    NOTIFY jobs;
    COMMIT;
    """

  private func trial() -> Trial {
    var trial = Trial(clients: 2, stepTimeout: .milliseconds(800))
    trial.setup = "CREATE TABLE job (id int);"
    return trial
  }

  @Test func `a listener goes on when it is notified, and sees what was committed`() async throws {
    let histories = try await trial().rounds(2, of: Self.body)
    for history in histories {
      #expect(history.calls.map(\.outcome) == [.ok, .ok])
      #expect(history.calls.first { $0.role == "listener" }?.variables["seen"] == .integer(1))
      #expect(history.stuck.isEmpty)
    }
  }

  @Test func `run alone, a listener lets the others run before it goes on`() async throws {
    let history = try await trial().withArm(Self.body) { try await $0.runAlone(stopSignal: StopSignal()) }
    #expect(history.calls.map(\.outcome) == [.ok, .ok])
  }

  @Test func `a listener whom nobody notifies is stuck, and its place is named`() async throws {
    let history = try await trial().round("LISTEN jobs;\n\\wait jobs")
    #expect(history.stuck.count == 2)
    #expect(history.stuck.first?.location?.line == 7)
    let alone = try await trial().withArm("LISTEN jobs;\n\\wait jobs") {
      try await $0.runAlone(stopSignal: StopSignal())
    }
    #expect(alone.calls.map(\.outcome) == [.killed])
    #expect(alone.stuck.isEmpty)
  }

  @Test func `a deadline ends the wait for a notification`() async throws {
    var trial = trial()
    trial.header = "\\deadline 60ms"
    #expect(try await trial.round("LISTEN jobs;\n\\wait jobs").calls.map(\.outcome) == [.timeout, .timeout])
  }
}
