import ContendModel
import Testing

@testable import ContendPostgres

extension UserServerTests {
  /// The seed state is restored by a role that cannot switch triggers off for its session.
  struct Resetting {
    /// Runs `change` on a database seeded with `seed`, resets it twice and reads `query` before and after.
    private func restored(
      seed: String, change: String, reading query: String
    ) async throws -> (seeded: [[String?]], changed: [[String?]], reset: [[String?]]) {
      let server = try await PasswordServer.shared.value
      let loop = try EventLoop()
      defer { loop.stop() }
      return try await Task(executorPreference: loop) {
        let target = try ConnectionTarget(server.url(), origin: "the test")
        let token = "reset\(Int.random(in: 10_000...99_999))"
        let user = try await UserServer.open(
          target, ServerPermissions(), connections: 5, token: token, on: loop)
        let name = "contend_\(token)_1"
        do {
          let states = try await states(in: name, token, user.access, loop, (seed, change, query))
          try await user.finish(databases: [name], token: token)
          return states
        } catch {
          try await user.finish(databases: [name], token: token)
          throw error
        }
      }.value
    }

    private func states(
      in name: String, _ token: String, _ access: ServerAccess, _ loop: EventLoop,
      _ sql: (seed: String, change: String, query: String)
    ) async throws -> (seeded: [[String?]], changed: [[String?]], reset: [[String?]]) {
      let database = try await Database.create(named: name, token: token, access: access, on: loop)
      let client = try await Connection.open(database.clientSettings(isolation: nil), on: loop)
      defer {
        client.close()
        database.close()
      }
      try await client.batch(sql.seed).get()
      try await database.keepAsSeed()
      let seeded = try await client.batch(sql.query).get().sample().rows
      try await client.batch(sql.change).get()
      let changed = try await client.batch(sql.query).get().sample().rows
      try await database.reset()
      try await client.batch(sql.change).get()
      try await database.reset()
      return (seeded, changed, try await client.batch(sql.query).get().sample().rows)
    }

    @Test func `rows, sequences, identity and generated columns come back through foreign keys`() async throws
    {
      let states = try await restored(
        seed: """
          CREATE TABLE child (id int GENERATED ALWAYS AS IDENTITY, parent int,
                              twice int GENERATED ALWAYS AS (parent * 2) STORED);
          CREATE TABLE parent (id serial PRIMARY KEY, boss int REFERENCES parent);
          ALTER TABLE child ADD FOREIGN KEY (parent) REFERENCES parent ON DELETE CASCADE;
          INSERT INTO parent (boss) VALUES (2), (1), (NULL);
          INSERT INTO child (parent) VALUES (3), (1)
          """,
        change: "DELETE FROM child; INSERT INTO parent DEFAULT VALUES; UPDATE parent SET boss = 3",
        reading: """
          SELECT c.*, p.boss, (SELECT count(*) FROM parent), (SELECT last_value FROM parent_id_seq)
            FROM parent p LEFT JOIN child c ON c.parent = p.id ORDER BY p.id
          """)
      #expect(states.changed != states.seeded)
      #expect(states.reset == states.seeded)
    }

    @Test func `triggers and rules stay silent and are as they were afterwards`() async throws {
      let states = try await restored(
        seed: """
          CREATE TABLE t (n int);
          CREATE TABLE log (entry text);
          CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN INSERT INTO log VALUES (tg_name); RETURN NULL; END $$;
          CREATE TRIGGER on_row AFTER INSERT OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION note();
          CREATE TRIGGER on_statement AFTER TRUNCATE ON t EXECUTE FUNCTION note();
          CREATE TRIGGER always AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION note();
          ALTER TABLE t ENABLE ALWAYS TRIGGER always;
          CREATE TRIGGER off AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION note();
          ALTER TABLE t DISABLE TRIGGER off;
          CREATE RULE twice AS ON INSERT TO t DO ALSO INSERT INTO log VALUES ('rule');
          INSERT INTO t VALUES (1);
          """,
        change: "INSERT INTO t VALUES (2)",
        reading: """
          SELECT (SELECT string_agg(entry, ',' ORDER BY entry) FROM log), (SELECT sum(n) FROM t),
                 (SELECT string_agg(tgname || tgenabled::text, ',' ORDER BY tgname) FROM pg_trigger),
                 (SELECT string_agg(ev_enabled::text, ',') FROM pg_rewrite WHERE rulename = 'twice')
          """)
      #expect(states.seeded.first == ["always,on_row,rule", "1", "alwaysA,offD,on_rowO,on_statementO", "O"])
      #expect(states.changed.first?.first == "always,always,on_row,on_row,rule,rule")
      #expect(states.reset == states.seeded)
    }

    @Test func `tables that refer to each other in a circle come back`() async throws {
      let states = try await restored(
        seed: """
          CREATE TABLE team (id int PRIMARY KEY, lead int);
          CREATE TABLE person (id int PRIMARY KEY, team int NOT NULL REFERENCES team ON DELETE RESTRICT);
          INSERT INTO team VALUES (1, NULL);
          INSERT INTO person VALUES (10, 1);
          UPDATE team SET lead = 10;
          ALTER TABLE team ADD CONSTRAINT led FOREIGN KEY (lead) REFERENCES person DEFERRABLE INITIALLY DEFERRED;
          """,
        change: "INSERT INTO team VALUES (2, 10); INSERT INTO person VALUES (20, 2)",
        reading: """
          SELECT p.*, t.*, (SELECT string_agg(conname || condeferrable || condeferred, ',' ORDER BY conname)
                              FROM pg_constraint WHERE contype = 'f') FROM person p JOIN team t ON t.id = p.team
          """)
      #expect(states.changed.count == 2)
      #expect(states.reset == states.seeded)
      #expect(states.reset.first?.last == "ledtruetrue,person_team_fkeyfalsefalse")
    }

    @Test func `row security that binds the owner hides nothing from a reset`() async throws {
      let states = try await restored(
        seed: """
          CREATE TABLE t (n int);
          INSERT INTO t VALUES (1), (2);
          ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
          CREATE POLICY odd ON t USING (n % 2 = 1);
          """,
        change: "DELETE FROM t",
        reading: "SELECT (SELECT count(*) FROM t), relforcerowsecurity FROM pg_class WHERE relname = 't'")
      #expect(states.seeded == [["1", "t"]])
      #expect(states.changed == [["0", "t"]])
      #expect(states.reset == states.seeded)
    }

    @Test func `a large table comes back in its order`() async throws {
      let states = try await restored(
        seed: "CREATE TABLE t AS SELECT n, 0 AS hits FROM generate_series(1, 5000) n",
        change: "UPDATE t SET hits = 1 WHERE n < 100",
        reading: "SELECT n FROM t LIMIT 3")
      #expect(states.changed != states.seeded)
      #expect(states.reset == states.seeded)
    }
  }
}
