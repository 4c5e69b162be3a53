import ContendModel
import ContendPostgres
import ContendServerSupport
import Synchronization
import Testing

struct PipelineTests {
  private func request(_ sql: String, after begin: String, _ id: Int = 0) -> Request {
    var request = Request(sql: sql, preparedAs: id)
    request.begin = Request.Begin(sql: begin, preparedAs: id + 1)
    return request
  }

  @Test func `a BEGIN that travels with a statement opens the transaction it runs in`() async throws {
    try await SharedServer.shared.connect { connection in
      for _ in 1...2 {
        let level = request("SHOW transaction_isolation", after: "BEGIN ISOLATION LEVEL SERIALIZABLE")
        #expect(try await connection.execute(level).get().text(0, 0) == "serializable")
        #expect(connection.isInTransaction)
        try await connection.batch("COMMIT").get()
      }
      let prepared = try await connection.batch("SELECT count(*) FROM pg_prepared_statements").get()
      #expect(prepared.integer(0, 0) == 2)
    }
  }

  @Test func `after a BEGIN that fails its statement is not run`() async throws {
    try await SharedServer.shared.connect { connection in
      try await connection.batch("CREATE TEMP TABLE mark (n int)").get()
      let bad = request("INSERT INTO mark VALUES (1)", after: "BEGIN ISOLATION LEVEL NONSENSE")
      #expect(await connection.execute(bad).error?.sqlState == "42601")
      #expect(!connection.isInTransaction)
      #expect(try await connection.batch("SELECT count(*) FROM mark").get().integer(0, 0) == 0)
    }
  }

  @Test func `an error of the statement leaves the transaction open and failed`() async throws {
    try await SharedServer.shared.connect { connection in
      let bad = request("SELECT 1 / 0", after: "BEGIN")
      #expect(await connection.execute(bad).error?.sqlState == "22012")
      #expect(connection.isInTransaction)
      #expect(await connection.execute(Request(sql: "SELECT 1")).error?.sqlState == "25P02")
      try await connection.batch("ROLLBACK").get()
      let good = request("SELECT 42", after: "BEGIN", 7)
      #expect(try await connection.execute(good).get().integer(0, 0) == 42)
    }
  }

  @Test func `a statement that cannot be prepared is not taken for prepared`() async throws {
    try await SharedServer.shared.connect { connection in
      let select = Request(sql: "SELECT n FROM later", preparedAs: 3)
      #expect(await connection.execute(select).error?.sqlState == "42P01")
      try await connection.batch("CREATE TEMP TABLE later AS SELECT 5 AS n").get()
      #expect(try await connection.execute(select).get().integer(0, 0) == 5)
    }
  }

  @Test func `a statement that must not run in a transaction can be prepared and run`() async throws {
    let error = try await SharedServer.shared.connect { connection in
      await connection.execute(Request(sql: "VACUUM pg_class", preparedAs: 0)).error
    }
    #expect(error == nil)
  }

  @Test func `an answer can be sent for instead of waited for`() async throws {
    let text = try await SharedServer.shared.connect { connection in
      let receiver = Receiver()
      let first = await withCheckedContinuation { continuation in
        receiver.onResponse = { continuation.resume(returning: $0.text(0, 0)) }
        #expect(connection.send(Request(sql: "SELECT 'there'", preparedAs: 0), to: receiver) == nil)
      }
      connection.close()
      #expect(connection.send(Request(sql: "SELECT 1"), to: receiver)?.error?.sqlState == "08003")
      return first
    }
    #expect(text == "there")
  }

  @Test func `a connection that is lost while an answer is awaited says so`() async throws {
    let state = try await SharedServer.shared.run { access, loop in
      let settings = access.client.with("dbname", "postgres")
      let victim = try await Connection.open(settings, on: loop)
      let other = try await Connection.open(access.administrator, on: loop)
      defer { other.close() }
      async let sleeping = victim.execute(Request(sql: "SELECT pg_sleep(60)", preparedAs: 0))
      await loop.sleep(for: .milliseconds(100))
      try await other.batch("SELECT pg_terminate_backend(\(victim.backend))").get()
      return await sleeping.error?.sqlState
    }
    #expect(state == "57P01" || state == "08006")
  }
}

private final class Receiver: ResponseReceiver {
  var onResponse: ((ResultSet) -> Void)?

  func received(_ response: Response) {
    if case .success(let rows) = response { onResponse?(rows) }
  }
}
