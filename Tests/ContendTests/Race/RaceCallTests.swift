import Contend
import ContendRuns
import Testing

/// What a program in Swift can do, and what it is told when it does it wrongly.
@Suite struct RaceCallTests {
  private static let text = #"""
    \scenario counter "A counter"
    \explore clients=1
    \load clients=2
    \setup
    CREATE TABLE counter (id int PRIMARY KEY, n int NOT NULL, note text);
    INSERT INTO counter VALUES (1, 0, NULL);
    """#

  /// Explores the program, alone, and returns what it failed by.
  private func failures(
    of text: String = text, connections: Set<String> = [], _ body: @escaping Race.Body
  ) async throws -> [String] {
    // Not as the control, whose errors alone are mistakes.
    let control = Race.Variant.buggy { call in try await call.execute("SELECT FROM counter") }
    let race = Race(text, control, .fix("tried", connections: connections, body: body))
    return try await race.explore("tried").failures
  }

  private func fault(of text: String = text, _ variants: Race.Variant) async -> String {
    do {
      let report = try await Race(text, variants).explore()
      return "ran: \(report)"
    } catch let failure as RaceFailure {
      return failure.exitCode == 65 ? failure.description : "exit code \(failure.exitCode)"
    } catch {
      return "another error: \(error)"
    }
  }

  @Test func `values travel as parameters and come back as Swift types`() async throws {
    let seen = try await failures { call in
      let text = "it's \\ \"quoted\" and not; a statement"
      try await call.execute("UPDATE counter SET n = \(7), note = \(text) WHERE id = \(1)")
      let row = try #require(try await call.execute("SELECT n, note, n / 2.0 AS half FROM counter").first)
      guard try row.value("n") == 7, try row.value("note") == text, try row.value("half") == 3.5 else {
        try call.fail("other_values")
      }
      let missing: Int? = try await call.optional("SELECT n FROM counter WHERE id = 2")
      let ids: Int = try await call.value("SELECT count(*) FROM counter WHERE id = ANY(\([1, 2, 3]))")
      if missing != nil || ids != 1 { try call.fail("other_rows") }
      do {
        let _: Int = try await call.value("SELECT n FROM counter WHERE id = 2")
        try call.fail("made_up")
      } catch is RowError {}
      try await call.execute("SET search_path = \(identifier: "public"), pg_catalog")
      let none: String? = nil
      try await call.execute("UPDATE counter SET note = \(none)")
    }
    #expect(seen == [])
  }

  @Test func `what a program throws is how its call ends`() async throws {
    struct Overdrawn: Error {}
    #expect(try await failures { call in try call.reject("no_money") } == [])
    #expect(try await failures { call in try call.fail("no_money") } == ["error:no_money"])
    #expect(try await failures { _ in throw Overdrawn() } == ["error:Overdrawn"])
    #expect(
      try await failures { call in try await call.execute("INSERT INTO counter VALUES (1, 1)") }
        == ["error:23505"])
    let handled: Race.Body = { call in
      do {
        try await call.execute("INSERT INTO counter VALUES (1, 1)")
      } catch let error as CallError where error.sqlState == "23505" {
        try await call.execute("UPDATE counter SET n = 1")
      }
    }
    #expect(try await failures(handled) == [])
  }

  @Test func `a transaction that is left open is rolled back with its call`() async throws {
    let text =
      Self.text + #"""

        \invariant untouched "nothing was committed"
        SELECT n FROM counter WHERE n <> 0;
        """#
    let seen = try await failures(of: text) { call in
      try await call.execute("BEGIN")
      try await call.execute("UPDATE counter SET n = 1")
      try call.reject("second_thoughts")
    }
    #expect(seen == [])
  }

  @Test func `a deadline is an error that a program may handle`() async throws {
    let text = Self.text.replacing("\\setup", with: "\\deadline 20ms\n\\setup")
    #expect(
      try await failures(of: text) { call in try await call.sleep(for: .seconds(1)) } == ["timeout"])
    let handled: Race.Body = { call in
      do {
        try await call.service("payment", taking: .seconds(1))
      } catch CallError.timeout {
        try call.reject("payment_is_slow")
      }
    }
    #expect(try await failures(of: text, handled) == [])
  }

  @Test func `the store is shared by the clients and answers in Swift types`() async throws {
    let report = try await Race(
      Self.text.replacing("clients=1", with: "clients=2"),
      .buggy { call in
        if try await call.store.set("lock", 1, onlyIfAbsent: true) {
          let count = try await call.store.increment("count")
          if count != 1 { try call.fail("not_the_first") }
          if try await call.store.get("count") != .integer(1) { try call.fail("forgotten") }
          try await call.store.delete("count")
          if try await call.store.get("count") != nil { try call.fail("not_deleted") }
        } else {
          try call.reject("locked")
        }
      }
    ).explore()
    #expect(report.failures == [])
    #expect(report.isComplete == true)
    #expect((report.schedules ?? 0) > 1)
  }

  @Test func `a second connection has to be announced and has a transaction of its own`() async throws {
    let body: Race.Body = { call in
      try await call.execute("BEGIN")
      try await call.execute("UPDATE counter SET n = n + 1")
      try await call.acquire("audit")
      try await call.use("audit")
      let seen: Int = try await call.value("SELECT n FROM counter")
      try await call.release("audit")
      try await call.execute("COMMIT")
      if seen != 0 { try call.fail("not_isolated") }
    }
    #expect(try await failures(connections: ["audit"], body) == [])
    let message = await fault(.buggy(body: body))
    #expect(message.contains("does not say that it uses a connection 'audit'"))
    #expect(message.contains("RaceCallTests.swift:"))
  }

  @Test func `a schema that a program changes is put back`() async throws {
    let report = try await Race(
      Self.text.replacing("clients=1", with: "clients=2"),
      .buggy { call in try await call.execute("SELECT 1") },
      .fix("making") { call in try await call.execute("CREATE TABLE made (id int)") }
    ).explore("making")
    #expect(report.failures == ["error:42P07"])
    #expect(report.isComplete == true)
  }

  @Test func `a call that does two things at once is told so`() async throws {
    let message = await fault(
      .buggy { call in
        async let one = call.execute("SELECT 1")
        async let two = call.execute("SELECT 2")
        _ = try await (one, two)
      })
    #expect(message.contains("a call does one thing at a time"))
  }

  @Test func `a call that is used in another task is told so`() async throws {
    let message = await fault(
      .buggy { call in try await Task { _ = try await call.execute("SELECT 1") }.value })
    #expect(message.contains("a call does one thing at a time"))
  }

  @Test func `mistakes in the text and in the SQL name their places`() async throws {
    let inText = await fault(of: "\\scenario x\n\\setup\nCREATE TABLE t (id int);\n\\loud", .buggy { _ in })
    #expect(inText.contains("text of the race at ContendTests/RaceCallTests.swift:"))
    #expect(inText.contains(":4:1: error: unknown directive '\\loud'"))
    #expect(inText.contains("did you mean '\\load'?"))
    let inSQL = await fault(.buggy { call in try await call.execute("SELEKT 1") })
    #expect(inSQL.contains("ContendTests/RaceCallTests.swift:"))
    #expect(inSQL.contains("42601"))
    let alone = await fault(.buggy { call in try call.fail("no_money") })
    #expect(alone.contains("in every order of its calls, one after another (error:no_money)"))
    let column = await fault(
      .buggy { call in _ = try await call.execute("SELECT n FROM counter").first?.value("m") as Int? })
    #expect(column.contains("RaceCallTests.swift:") && column.contains("the row has no column 'm'"))
    let type = await fault(.buggy { call in let _: Bool = try await call.value("SELECT n FROM counter") })
    #expect(type.contains("'n' is 0, which is no Bool"))
    let variable = await fault(.buggy { call in let _: Int = try call.variable("qty") })
    #expect(variable.contains("there is no variable 'qty'"))
    let twice = await fault(of: Self.text + "\n\\variant buggy\nSELECT 1;\n", .buggy { _ in })
    #expect(twice.contains("variant 'buggy' has a body already"))
  }

  @Test func `a run that is cancelled returns what it has`() async throws {
    let race = Race(Self.text, .buggy { call in try await call.execute("UPDATE counter SET n = n + 1") })
    let run = Task { try await race.stress(settings: Race.Settings(budget: .seconds(60))) }
    try await Task.sleep(for: .seconds(3))
    run.cancel()
    let report = try await run.value
    #expect(report.isInterrupted)
  }
}
