package import ContendModel

/// The rows of one statement and what its command tag says, as a value.
///
/// Fields stay as the server sent them, in one buffer, until they are asked for: a statement without rows
/// allocates nothing, one with rows three arrays, however many fields they have.
package struct ResultSet: Sendable {
  package struct Column: Hashable, Sendable {
    package var name: String
    package var type: TypeOID
    /// The table's OID and the number in it of the column that this one shows as it is; else 0.
    package var table: UInt32
    package var number: Int32

    package init(name: String, type: TypeOID, table: UInt32 = 0, number: Int32 = 0) {
      self.name = name
      self.type = type
      self.table = table
      self.number = number
    }

    /// The column that this one shows as it is, as `StateCatalog.Column.id` names it.
    package var origin: String? { table == 0 || number <= 0 ? nil : "\(table).\(number)" }
  }

  package var columns: [Column] = []
  package private(set) var rowCount = 0
  /// Rows affected or returned, as the command tag says; 0 for commands that count none.
  package var affectedRows = 0
  /// What the server did, as the command tag says: a COMMIT of a failed transaction is a ROLLBACK.
  package var isRollback = false

  /// The text of all fields, row by row.
  private var text: [UInt8] = []
  private var fields: [Field] = []

  private struct Field {
    var start: Int
    /// Bytes; negative for NULL.
    var length: Int
  }

  /// Rows are added with `reserve` and `append`.
  init(columns: [Column] = []) { self.columns = columns }

  /// A result with these rows; a nil field is NULL.
  package init(columns: [Column], rows: [[String?]]) {
    self.init(columns: columns)
    for row in rows {
      for field in row {
        var field = field
        if field == nil { append(nil) } else { field?.withUTF8 { append($0) } }
      }
      endRow()
    }
  }

  package var columnCount: Int { columns.count }

  /// The text of a field; nil is NULL.
  package func text(_ row: Int, _ column: Int) -> String? {
    bytes(row, column).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A field of an integer column; nil is NULL.
  package func integer(_ row: Int, _ column: Int) -> Int64? {
    bytes(row, column).flatMap(Int64.init(decimal:))
  }

  /// A field with its column's type.
  package func value(_ row: Int, _ column: Int) -> Value {
    let type = columns[column].type
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
      columns: columns.map(\.name),
      rows: (0..<rowCount).map { row in columns.indices.map { value(row, $0) } }, affected: affectedRows)
  }

  /// The first rows as text, for people to read.
  package func sample(limit: Int = RowSample.limit) -> RowSample {
    RowSample(
      columns: columns.map(\.name),
      rows: (0..<min(limit, rowCount)).map { row in columns.indices.map { text(row, $0) } },
      count: rowCount)
  }

  private func bytes(_ row: Int, _ column: Int) -> ArraySlice<UInt8>? {
    let field = fields[row * columns.count + column]
    return field.length < 0 ? nil : text[field.start..<field.start + field.length]
  }
}

extension ResultSet {
  mutating func reserve(rows: Int, bytes: Int) {
    fields.reserveCapacity(rows * columns.count)
    text.reserveCapacity(bytes)
  }

  /// Adds the next field of the row that is being read; nil is NULL.
  mutating func append(_ field: UnsafeBufferPointer<UInt8>?) {
    fields.append(Field(start: text.count, length: field?.count ?? -1))
    if let field { text.append(contentsOf: field) }
  }

  mutating func endRow() { rowCount += 1 }
}

extension Int64 {
  /// An integer as PostgreSQL writes it; nil if it is none or does not fit.
  fileprivate init?(decimal digits: ArraySlice<UInt8>) {
    let isNegative = digits.first == UInt8(ascii: "-")
    var value: Int64 = 0
    for digit in isNegative ? digits.dropFirst() : digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      // Counted downwards, because the least number has no positive counterpart.
      let (sum, carry) = product.subtractingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
      if overflow || carry { return nil }
      value = sum
    }
    guard digits.count > (isNegative ? 1 : 0), isNegative || value > .min else { return nil }
    self = isNegative ? value : -value
  }
}
