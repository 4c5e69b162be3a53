import CLibpq
package import ContendModel

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The rows of one statement, read in place from libpq's memory.
///
/// `@unchecked Sendable`: a PGresult does not change once it has been received.
package final class ResultSet: @unchecked Sendable {
  private let result: OpaquePointer

  /// Takes over the result and clears it at the end.
  init(_ result: OpaquePointer) { self.result = result }

  deinit { PQclear(result) }

  package var rowCount: Int { Int(PQntuples(result)) }
  package var columnCount: Int { Int(PQnfields(result)) }

  /// Rows affected or returned, as the command tag says; 0 for commands that count none.
  package var affectedRows: Int {
    guard let digits = PQcmdTuples(result) else { return 0 }
    return atol(digits)
  }

  /// What the server did, as the command tag says: a COMMIT of a failed transaction is a ROLLBACK.
  package var isRollback: Bool { PQcmdStatus(result).map { strcmp($0, "ROLLBACK") == 0 } ?? false }

  package func columnName(_ column: Int) -> String {
    PQfname(result, Int32(column)).map { String(cString: $0) } ?? ""
  }

  /// The column of a table that a column shows as it is, as `StateCatalog.Column.id` names it.
  package func origin(of column: Int) -> String? {
    let (table, number) = (PQftable(result, Int32(column)), PQftablecol(result, Int32(column)))
    return table == 0 || number <= 0 ? nil : "\(table).\(number)"
  }

  /// The text of a field; nil is NULL.
  package func text(_ row: Int, _ column: Int) -> String? {
    guard PQgetisnull(result, Int32(row), Int32(column)) == 0 else { return nil }
    return PQgetvalue(result, Int32(row), Int32(column)).map { String(cString: $0) }
  }

  /// A field of an integer column; nil is NULL.
  package func integer(_ row: Int, _ column: Int) -> Int64? {
    guard PQgetisnull(result, Int32(row), Int32(column)) == 0 else { return nil }
    return PQgetvalue(result, Int32(row), Int32(column)).map { Int64(atoll($0)) }
  }

  /// A field with its column's type.
  package func value(_ row: Int, _ column: Int) -> Value {
    let type = TypeOID(rawValue: PQftype(result, Int32(column)))
    switch type {
    case .int2, .int4, .int8:
      return integer(row, column).map(Value.integer) ?? .null
    default:
      return text(row, column).map { Value(text: $0, type: type) } ?? .null
    }
  }

  /// All rows as values.
  package func rowSet() -> RowSet {
    RowSet(
      columns: (0..<columnCount).map(columnName),
      rows: (0..<rowCount).map { row in (0..<columnCount).map { value(row, $0) } }, affected: affectedRows)
  }

  /// The first rows as text, for people to read.
  package func sample(limit: Int = RowSample.limit) -> RowSample {
    RowSample(
      columns: (0..<columnCount).map(columnName),
      rows: (0..<min(limit, rowCount)).map { row in (0..<columnCount).map { text(row, $0) } },
      count: rowCount)
  }
}
