import CLibpq
import ContendModel

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ResultSet {
  /// Copies what libpq has received; the caller clears it.
  init(_ result: OpaquePointer) {
    self.init(columns: (0..<PQnfields(result)).map { Column(result, $0) })
    affectedRows = PQcmdTuples(result).map { atol($0) } ?? 0
    isRollback = PQcmdStatus(result).map { strcmp($0, "ROLLBACK") == 0 } ?? false
    let (rows, columns) = (PQntuples(result), Int32(columnCount))
    guard rows > 0 else { return }
    var bytes = 0
    for row in 0..<rows { for column in 0..<columns { bytes += Int(PQgetlength(result, row, column)) } }
    reserve(rows: Int(rows), bytes: bytes)
    for row in 0..<rows {
      for column in 0..<columns { append(Self.field(result, row, column)) }
      endRow()
    }
  }

  private static func field(_ result: OpaquePointer, _ row: Int32, _ column: Int32) -> UnsafeBufferPointer<
    UInt8
  >? {
    guard PQgetisnull(result, row, column) == 0, let text = PQgetvalue(result, row, column) else {
      return nil
    }
    let bytes = UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
    return UnsafeBufferPointer(start: bytes, count: Int(PQgetlength(result, row, column)))
  }
}

extension ResultSet.Column {
  fileprivate init(_ result: OpaquePointer, _ column: Int32) {
    self.init(
      name: PQfname(result, column).map { String(cString: $0) } ?? "",
      type: TypeOID(rawValue: PQftype(result, column)), table: PQftable(result, column),
      number: PQftablecol(result, column))
  }
}
