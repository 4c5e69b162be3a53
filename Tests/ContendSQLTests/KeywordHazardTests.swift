import Testing

@testable import ContendSQL

struct KeywordHazardTests {
  private func hazards(_ sql: String) -> Hazards {
    KeywordHazards(stateful: ["query_to_xml"]).hazards(of: WordReader(sql).words)
  }

  @Test(arguments: [
    "SELECT v FROM plain WHERE id = 1", "UPDATE plain SET v = v + 1 WHERE id = 1",
    "SET LOCAL work_mem = '2MB'",
    "SELECT pg_typeof(v) FROM plain", "SELECT random()", "SET TRANSACTION READ ONLY",
    "SELECT current_setting('work_mem')", "INSERT INTO plain (id) VALUES (1) ON CONFLICT DO NOTHING",
  ])
  func `a plain statement does nothing besides`(_ sql: String) { #expect(hazards(sql) == []) }

  @Test(arguments: [
    "SELECT * FROM pg_locks", "SELECT pg_try_advisory_xact_lock(1)", "SELECT pg_advisory_unlock(1)",
    "SELECT xmin FROM plain", "SELECT * FROM information_schema.tables", "NOTIFY news", "LISTEN news",
    "DO $$ BEGIN NULL; EXCEPTION WHEN OTHERS THEN NULL; END $$", "EXECUTE p", "CREATE TABLE t ()",
    "SELECT query_to_xml('SELECT 1', false, false, '')", "VACUUM", "COPY plain FROM stdin", "CALL f()",
  ])
  func `of these no lock tells what they touched`(_ sql: String) {
    #expect(hazards(sql).contains(.untraceable))
  }

  @Test func `raising an exception catches nothing`() {
    #expect(hazards("BEGIN RAISE EXCEPTION 'no'; END") == [])
  }

  @Test func `advisory locks show as long as they are not given back`() {
    #expect(hazards("SELECT pg_advisory_xact_lock(1)") == .lockFunction)
    #expect(hazards("SELECT pg_advisory_lock(1)") == [.lockFunction, .session])
  }

  @Test func `a clock that stands still is told from one that moves`() {
    #expect(hazards("SELECT now()") == .clock)
    #expect(hazards("INSERT INTO t VALUES (CURRENT_TIMESTAMP)") == .clock)
    #expect(hazards("INSERT INTO t VALUES ('now')") == .clock)
    #expect(hazards("SELECT clock_timestamp()") == [.clock, .movingClock])
    #expect(hazards("SELECT age(born) FROM t") == .clock)
    #expect(hazards("SELECT age FROM t") == [])
  }

  @Test func `what stays in a session is told from what its transaction takes away`() {
    #expect(hazards("SET work_mem = '2MB'").contains(.session))
    #expect(hazards("DECLARE h CURSOR WITH HOLD FOR SELECT 1").contains(.session))
    #expect(hazards("SELECT setseed(0.5)").contains(.lastingSession))
    #expect(hazards("SELECT id INTO TEMP t FROM plain").contains(.session))
    #expect(hazards("UPDATE plain SET v = 1") == [])
  }

  @Test func `time-outs and levels are found however they are set`() {
    for sql in ["SET lock_timeout = 50", "SELECT set_config('statement_timeout', '50', true)"] {
      #expect(hazards(sql).contains(.timeOuts), "\(sql)")
    }
    for sql in [
      "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE",
      "SET default_transaction_isolation = 'serializable'",
      "SELECT set_config('transaction_isolation', 'serializable', true)",
    ] { #expect(hazards(sql).contains(.isolation), "\(sql)") }
  }

  @Test func `what changes tables is told from what changes the code behind names`() {
    for sql in [
      "CREATE UNIQUE INDEX ON plain (v)", "ALTER TABLE plain ADD COLUMN w int", "DO 'DROP INDEX i'",
    ] {
      #expect(hazards(sql).contains(.definition), "\(sql)")
      #expect(!hazards(sql).contains(.newCode), "\(sql)")
    }
    for sql in [
      "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "DROP TRIGGER t ON plain",
      "ALTER TABLE plain ADD CHECK (f(v))",
    ] { #expect(hazards(sql).isSuperset(of: [.definition, .newCode]), "\(sql)") }
    #expect(!hazards("CREATE TEMP TABLE mine (id int)").contains(.definition))
    #expect(!hazards("SELECT alter FROM plain").contains(.definition))
  }

  @Test func `whoever does not wait is known`() {
    #expect(hazards("SELECT FROM plain FOR UPDATE NOWAIT") == .skips)
    #expect(hazards("SELECT FROM plain FOR UPDATE SKIP LOCKED") == .skips)
    #expect(hazards("SELECT locked FROM plain") == [])
    #expect(hazards("SELECT pg_sleep(1)") == .sleeps)
  }
}
