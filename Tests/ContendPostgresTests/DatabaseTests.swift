import ContendModel
import ContendPostgres
import ContendServerSupport
import Testing

struct DatabaseTests {
  /// Runs `change` on a database seeded with `seed`, resets it and reads `query` before and after.
  private func restored(
    seed: String, change: String, reading query: String, name: String = #function
  ) async throws -> (seeded: [[String?]], changed: [[String?]], reset: [[String?]]) {
    try await SharedServer.shared.run { access, loop in
      let database = try await Database.create(
        named: "contend_\(name.hashValue.magnitude)", token: "test", access: access, on: loop)
      let client = try await Connection.open(database.clientSettings(isolation: nil), on: loop)
      defer {
        client.close()
        database.close()
      }
      try await client.batch(seed).get()
      try await database.keepAsSeed()
      let seeded = try await client.batch(query).get().sample().rows
      try await client.batch(change).get()
      let changed = try await client.batch(query).get().sample().rows
      try await database.reset()
      return (seeded, changed, try await client.batch(query).get().sample().rows)
    }
  }

  @Test func `a reset brings back updated, deleted and inserted rows`() async throws {
    let states = try await restored(
      seed: "CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t VALUES (1, 10), (2, 20)",
      change: "UPDATE t SET n = 0 WHERE id = 1; DELETE FROM t WHERE id = 2; INSERT INTO t VALUES (3, 30)",
      reading: "SELECT * FROM t ORDER BY id")
    #expect(states.changed != states.seeded)
    #expect(states.reset == states.seeded)
  }

  @Test func `a reset restores sequences, used and unused ones`() async throws {
    let states = try await restored(
      seed:
        "CREATE TABLE t (id serial, other int GENERATED ALWAYS AS IDENTITY); CREATE SEQUENCE unused START 7",
      change: "INSERT INTO t DEFAULT VALUES; SELECT nextval('unused')",
      reading: "SELECT last_value, is_called FROM t_id_seq UNION ALL SELECT last_value, is_called FROM unused"
    )
    #expect(states.changed == [["1", "t"], ["7", "t"]])
    #expect(states.reset == [["1", "f"], ["7", "f"]])
  }

  @Test func `a reset works through foreign keys, triggers and generated columns`() async throws {
    let states = try await restored(
      seed: """
        CREATE TABLE parent (id int PRIMARY KEY);
        CREATE TABLE child (id int GENERATED ALWAYS AS IDENTITY, parent int REFERENCES parent,
                            twice int GENERATED ALWAYS AS (parent * 2) STORED);
        CREATE TABLE log (entry text);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN INSERT INTO log VALUES ('x'); RETURN NULL; END $$;
        CREATE TRIGGER note AFTER INSERT OR DELETE ON child FOR EACH ROW EXECUTE FUNCTION note();
        INSERT INTO parent VALUES (1), (2);
        INSERT INTO child (parent) VALUES (1), (2)
        """,
      change: "DELETE FROM child; DELETE FROM parent; TRUNCATE log",
      reading: "SELECT id, parent, twice, (SELECT count(*) FROM log) FROM child ORDER BY id")
    #expect(states.reset == states.seeded)
    #expect(states.reset == [["1", "1", "2", "2"], ["2", "2", "4", "2"]])
  }

  @Test func `a large table is restored in its order`() async throws {
    let states = try await restored(
      seed: "CREATE TABLE t AS SELECT n, 0 AS hits FROM generate_series(1, 5000) n",
      change: "UPDATE t SET hits = 1 WHERE n < 100",
      reading: "SELECT n FROM t LIMIT 3")
    #expect(states.changed != states.seeded)
    #expect(states.reset == states.seeded)
  }

  @Test func `the scenario's role is no superuser and cannot see the seed`() async throws {
    let (isSuper, error) = try await SharedServer.shared.connect { connection in
      let role = try await connection.batch("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        .get()
      return (role.text(0, 0), await connection.batch("COPY pg_class TO PROGRAM 'cat'").error?.sqlState)
    }
    #expect(isSuper == "f")
    #expect(error == "42501")
  }
}
