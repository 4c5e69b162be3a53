public import ContendModel

/// The rows that a statement brought.
public struct Rows: Sendable, RandomAccessCollection {
  let table: RowSet

  /// Rows affected or returned, as the server counts them.
  public var affected: Int { table.affected }
  public var columns: [String] { table.columns }

  public var startIndex: Int { 0 }
  public var endIndex: Int { table.rows.count }
  public subscript(index: Int) -> Row { Row(columns: table.columns, values: table.rows[index]) }
}

/// One row, its values by the names of the columns.
public struct Row: Sendable {
  public let columns: [String]
  public let values: [Value]

  /// The value of a column; nil where there is no such column.
  public subscript(column: String) -> Value? {
    columns.firstIndex(of: column).map { values[$0] }
  }

  /// The value of a column as a Swift type; throws a ``RowError`` where it is none.
  public func value<Result: SQLConvertible>(
    _ column: String, as type: Result.Type = Result.self
  ) throws(RowError) -> Result {
    guard let value = self[column] else { throw RowError("there is no column '\(column)'") }
    return try value.converted(to: type, column)
  }
}

/// A row or a value that is not what the program took it for.
public struct RowError: Error, Hashable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

extension Value {
  func converted<Result: SQLConvertible>(to type: Result.Type, _ name: String) throws(RowError) -> Result {
    guard let result = Result(sqlValue: self) else {
      throw RowError("'\(name)' is \(text ?? "NULL"), which is no \(type)")
    }
    return result
  }
}
