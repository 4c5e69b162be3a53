import ContendModel
import ContendPostgres
import ContendServerSupport
import Testing

struct ConnectionTests {
  private func value(of sql: String, _ parameters: [Value] = []) async throws -> Value {
    try await SharedServer.shared.connect { connection in
      try await connection.execute(Request(sql: sql, parameters: parameters, preparedAs: 0)).get().value(0, 0)
    }
  }

  @Test(arguments: [
    ("pg_typeof($1)::text", Value.integer(7), Value.string("integer", type: .text)),
    ("pg_typeof($1)::text", .integer(7_000_000_000), .string("bigint", type: .text)),
    ("pg_typeof($1)::text", .boolean(true), .string("boolean", type: .text)),
    ("pg_typeof($1)::text", .array([.integer(1), .integer(2)]), .string("integer[]", type: .text)),
    ("$1", .integer(-2_147_483_648), .integer(-2_147_483_648)),
    ("$1", .integer(.max), .integer(.max)),
    ("$1", .boolean(false), .boolean(false)),
    ("$1::text", .null, .null),
    (
      "$1::text", .string("it's \"quoted\" \\ and ünïcode"),
      .string("it's \"quoted\" \\ and ünïcode", type: .text)
    ),
    (
      "$1::text[]", .array([.string("a,b"), .string("\"{}"), .null]),
      .array([.string("a,b", type: .text), .string("\"{}", type: .text), .null])
    ),
  ])
  func `values go to the server and come back with their types`(
    _ expression: String, _ sent: Value, _ expected: Value
  ) async throws {
    #expect(try await value(of: "SELECT \(expression)", [sent]) == expected)
  }

  @Test func `a value of a type the harness does not know goes back as that type`() async throws {
    let type = try await SharedServer.shared.connect { connection in
      let made = Request(sql: "SELECT '2026-01-02'::date", preparedAs: 0)
      let date = try await connection.execute(made).get().value(0, 0)
      let asked = Request(sql: "SELECT pg_typeof($1)::text, $1 + 1", parameters: [date], preparedAs: 1)
      let rows = try await connection.execute(asked).get()
      return [rows.text(0, 0), rows.text(0, 1)]
    }
    #expect(type == ["date", "2026-01-03"])
  }

  @Test func `a statement is prepared once for each combination of parameter types`() async throws {
    let count = try await SharedServer.shared.connect { connection in
      for parameter in [Value.integer(1), .integer(2), .string("x"), .integer(3)] {
        try await connection.execute(Request(sql: "SELECT $1::text", parameters: [parameter], preparedAs: 5))
          .get()
      }
      return try await connection.batch("SELECT count(*) FROM pg_prepared_statements").get().integer(0, 0)
    }
    #expect(count == 2)
  }

  @Test func `an SQL error brings every field that helps`() async throws {
    let error = try await SharedServer.shared.connect { connection in
      try await connection.batch("CREATE TEMP TABLE stock (n int CONSTRAINT enough CHECK (n >= 0))").get()
      return await connection.execute(Request(sql: "INSERT INTO stock VALUES (-1)", preparedAs: 0)).error
    }
    #expect(error?.sqlState == "23514")
    #expect(error?.constraint == "enough")
    #expect(error?.table == "stock")
    #expect(error?.detail?.contains("-1") == true)
    #expect(error?.message.hasPrefix("new row for relation \"stock\" violates") == true)
  }

  @Test func `a syntax error says at which character`() async throws {
    let error = try await SharedServer.shared.connect {
      await $0.execute(Request(sql: "SELECT 1 FORM x y")).error
    }
    #expect(error?.sqlState == "42601")
    #expect(error?.position == 15)
  }

  @Test func `an open transaction is known, also when it has failed`() async throws {
    let states = try await SharedServer.shared.connect { connection in
      var states = [connection.isInTransaction]
      for sql in ["BEGIN", "SELECT 1/0", "ROLLBACK"] {
        _ = await connection.execute(Request(sql: sql))
        states.append(connection.isInTransaction)
      }
      return states
    }
    #expect(states == [false, true, true, false])
  }

  @Test func `a statement is cancelled from another connection`() async throws {
    let error = try await SharedServer.shared.run { access, loop in
      let settings = access.client.with("dbname", "postgres")
      let sleeper = try await Connection.open(settings, on: loop)
      let other = try await Connection.open(access.administrator, on: loop)
      defer {
        sleeper.close()
        other.close()
      }
      async let answer = sleeper.execute(Request(sql: "SELECT pg_sleep(60)"))
      await loop.sleep(for: .milliseconds(20))
      _ = await other.execute(Request(sql: "SELECT pg_cancel_backend(\(sleeper.backend))"))
      return await answer.error
    }
    #expect(error?.sqlState == "57014")
  }

  @Test func `a terminated backend is an error of the statement and makes the connection unusable`()
    async throws
  {
    let (state, isUsable) = try await SharedServer.shared.run { access, loop in
      let victim = try await Connection.open(access.client.with("dbname", "postgres"), on: loop)
      let other = try await Connection.open(access.administrator, on: loop)
      defer {
        victim.close()
        other.close()
      }
      _ = await other.execute(Request(sql: "SELECT pg_terminate_backend(\(victim.backend))"))
      await loop.sleep(for: .milliseconds(20))
      let error = await victim.execute(Request(sql: "SELECT 1")).error
      return (error?.sqlState, victim.isUsable)
    }
    #expect(["57P01", "08006"].contains(state))
    #expect(!isUsable)
  }

  @Test func `COPY is refused with a clear error instead of hanging`() async throws {
    let error = try await SharedServer.shared.connect {
      await $0.execute(Request(sql: "COPY (SELECT 1) TO STDOUT")).error
    }
    #expect(error?.message.contains("COPY") == true)
  }

  @Test func `ten megabytes go out and come back in one statement`() async throws {
    let big = String(repeating: "0123456789", count: 1_000_000)
    #expect(try await value(of: "SELECT $1::text || ''", [.string(big)]) == .string(big, type: .text))
  }

  @Test func `notices are counted and the first ones kept`() async throws {
    let (count, kept) = try await SharedServer.shared.connect { connection in
      let flood = "DO $$ BEGIN FOR i IN 1..1000 LOOP RAISE NOTICE 'number %', i; END LOOP; END $$"
      try await connection.batch(flood).get()
      return (connection.noticeCount, connection.notices)
    }
    #expect(count == 1000)
    #expect(kept.count == 20)
    #expect(kept.first == "NOTICE:  number 1")
  }

  @Test func `nobody listening is an error that names the socket`() async throws {
    let failure = try await SharedServer.shared.run { access, loop in
      do throws(SQLFailure) {
        _ = try await Connection.open(access.client.with("port", "1"), on: loop)
        return SQLError?.none
      } catch {
        return error.error
      }
    }
    #expect(failure?.sqlState == "08001")
    #expect(failure?.message.contains(".s.PGSQL.1") == true)
  }

  @Test func `a database that does not exist is an error that names it`() async throws {
    let message = try await SharedServer.shared.run { access, loop in
      do throws(SQLFailure) {
        _ = try await Connection.open(access.client.with("dbname", "nowhere"), on: loop)
        return ""
      } catch {
        return error.error.message
      }
    }
    #expect(message.contains("database \"nowhere\" does not exist"))
  }

  @Test func `closing a connection that broke leaves later ones alone`() async throws {
    let answers = try await SharedServer.shared.run { access, loop in
      let settings = access.client.with("dbname", "postgres")
      var answers: [String?] = []
      for _ in 1...3 {
        let broken = try await Connection.open(settings, on: loop)
        _ = await broken.batch("SELECT pg_terminate_backend(pg_backend_pid())")
        // It gets the number of the socket that libpq has just closed.
        let next = try await Connection.open(settings, on: loop)
        broken.close()
        answers.append(try await next.batch("SELECT pg_sleep(0.1), 'still here'").get().text(0, 1))
        next.close()
      }
      return answers
    }
    #expect(answers == ["still here", "still here", "still here"])
  }
}
