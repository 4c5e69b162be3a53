import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel
import Testing

@testable import ContendRuns
@testable import ContendPostgres

@Suite("What gets in the way of an exploration", .serialized)
struct ObstacleTests {
  private static let body = """
    \\scenario blocked "Somebody else is in the way"
    \\explore clients=2 calls=1
    \\setup
    CREATE TABLE account (id int PRIMARY KEY, v int NOT NULL);
    INSERT INTO account VALUES (1, 10);
    \\variant buggy "waits"
    BEGIN;
    SELECT pg_advisory_xact_lock(42);
    UPDATE account SET v = v + 1 WHERE id = 1;
    COMMIT;
    """

  /// What an exploration finds while somebody else has run this on its database.
  private func explore(_ text: String, while outsider: String?) async throws -> Findings.State {
    let file = try Explored.file(text)
    return try await Explored.onServer { server in
      var options = Explored.options()
      options.stepTimeout = .seconds(3)
      let exploration = Exploration(
        scenario: file.scenario, variant: try #require(file.scenario.buggy), options: options,
        server: server, deadline: .now.advanced(by: .seconds(60)))
      return try await exploration.withLanes(count: 1) { lanes in
        var stranger: Connection?
        if let outsider {
          let database = try #require(server.databases.last)
          let settings = server.access.client.with("dbname", database).with("application_name", "psql of ann")
          stranger = try await Connection.open(settings, on: server.loop)
          _ = await stranger?.batch(outsider)
        }
        defer { stranger?.close() }
        let walk = StrategyWalk(
          DepthFirst(reduction: .mvcc), lanes: lanes,
          judge: ScheduleJudge(file.scenario.judging, exploration.variant),
          deadline: .now.advanced(by: .seconds(60)), stopSignal: options.stopSignal)
        try await walk.run()
        return walk.findings.current
      }
    }
  }

  @Test(
    "somebody's lock that a client waits for is named",
    arguments: [
      "BEGIN; SELECT pg_advisory_xact_lock(42)",
      "BEGIN; LOCK TABLE account IN SHARE MODE",
      "BEGIN; SELECT FROM account FOR UPDATE",
    ])
  func stranger(_ outsider: String) async throws {
    let state = try await explore(Self.body, while: outsider)
    #expect(state.foreignBlocker?.contains("psql of ann") == true, "\(state.foreignBlocker ?? "nobody")")
    #expect(state.failing == 0)
  }

  @Test("the monitor's own looks are no obstacle, and never a stranger")
  func monitor() async throws {
    let left = try await Explored.onServer { server in
      let monitor = try await LockMonitor(server.access.keeper, canHold: false, on: server.loop)
      defer { monitor.close() }
      return [monitor.others([monitor.backend]), monitor.others([7, monitor.backend, 9])]
    }
    #expect(left == [nil, [7, 9]])
  }

  @Test("an invariant that some schedule violates is not called vacuous")
  func violatedInOneOrder() async throws {
    let text = """
      \\scenario crowd "Somebody came in between"
      \\setup
      CREATE TABLE seat (client int);
      CREATE TABLE surprise (client int);
      \\variant buggy "counts twice"
      SELECT count(*) AS before FROM seat \\gset
      INSERT INTO seat VALUES (:client);
      SELECT count(*) AS after FROM seat \\gset
      \\if :after > :before + 1
        INSERT INTO surprise VALUES (:client);
      \\endif
      \\invariant none "nobody is surprised"
      SELECT client FROM surprise;
      """
    let result = try await Explored.run(text)
    #expect(result.state.kinds[.invariant("none")] != nil)
    #expect(result.vacuity == [])
  }

  @Test("an invariant that read nothing, or a single client, is told to show nothing")
  func vacuous() async throws {
    let empty =
      Self.body.replacing("\\variant", with: "CREATE TABLE audit (id int);\n\\variant")
      + "\n\\invariant audited \"nothing to see\"\nSELECT id FROM audit WHERE id < 0;"
    #expect(try await Explored.run(empty).vacuity == [.invariantReadNothing("audited")])
    #expect(try await Explored.run(Self.body).vacuity == [])
    let alone = Self.body.replacing("clients=2", with: "clients=1")
    #expect(try await Explored.run(alone).vacuity == [.noOverlap])
  }

  @Test("a statement that never returns is named with its line")
  func stuck() async throws {
    let text = Self.body.replacing("pg_advisory_xact_lock(42)", with: "pg_sleep(3600)")
    let state = try await explore(text, while: nil)
    #expect(state.stuck.first?.location?.line == 8)
    #expect(state.stuck.first?.name.hasPrefix("client") == true)
  }
}
