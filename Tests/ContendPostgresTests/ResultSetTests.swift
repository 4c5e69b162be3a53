import ContendModel
import ContendPostgres
import ContendServerSupport
import Testing

struct ResultSetTests {
  @Test func `rows need no server`() {
    let rows = ResultSet(
      columns: [.init(name: "id", type: .int8), .init(name: "who", type: .text)],
      rows: [["-7", "Zoë"], [nil, ""], ["12", nil]])
    #expect(rows.rowCount == 3)
    #expect((0..<3).map { rows.value($0, 0) } == [.integer(-7), .null, .integer(12)])
    #expect((0..<3).map { rows.text($0, 1) } == ["Zoë", "", nil])
    #expect(rows.sample(limit: 1).rows == [["-7", "Zoë"]] && rows.sample(limit: 1).count == 3)
    #expect(rows.columns.map(\.origin) == [nil, nil])
  }

  @Test func `the server's rows are those that it was asked for`() async throws {
    try await SharedServer.shared.connect { connection in
      let rows = try await connection.batch(
        """
        SELECT * FROM (VALUES (1, 9223372036854775807, 'ü' || chr(10), NULL, ARRAY[1, 2]),
          (2, -9223372036854775808, '', 1.50, NULL)) AS v (n, far, text, price, list) ORDER BY n
        """
      ).get()
      #expect(rows.columns.map(\.name) == ["n", "far", "text", "price", "list"])
      #expect(rows.affectedRows == 2 && !rows.isRollback)
      #expect((0..<2).map { rows.integer($0, 1) } == [.max, .min])
      #expect((0..<2).map { rows.text($0, 2) } == ["ü\n", ""])
      #expect((0..<2).map { rows.text($0, 3) } == [nil, "1.50"])
      #expect(rows.value(0, 4) == .array([.integer(1), .integer(2)]) && rows.value(1, 4) == .null)
      let none = try await connection.batch("SELECT 1 AS one WHERE false").get()
      #expect(none.rowCount == 0 && none.columns.map(\.name) == ["one"])
      let table = try await connection.batch("SELECT relname, relname || '' FROM pg_class LIMIT 1").get()
      #expect(table.columns.map { $0.origin == nil } == [false, true])
      _ = await connection.batch("BEGIN; SELECT 1 / 0")
      #expect(try await connection.batch("COMMIT").get().isRollback)
    }
  }
}
