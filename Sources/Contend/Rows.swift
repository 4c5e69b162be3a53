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

  /// The value of a column as a Swift type.
  ///
  /// Throws a ``RowError`` where it is NULL; no such column, or another type, is a mistake that ends the run.
  public func value<Result: SQLConvertible>(
    _ column: String, as type: Result.Type = Result.self, fileID: String = #fileID, line: Int = #line
  ) throws -> Result {
    let location = SourceLocation(fileID, line)
    guard let value = self[column] else {
      throw Diagnostic(
        .error, at: location, "the row has no column '\(column)'",
        hint: "it has \(columns.joined(separator: ", "))")
    }
    return try value.converted(to: type, column, at: location)
  }
}

/// Rows that are not what the program took them for: none, several, or NULL where a value was expected.
///
/// A race can bring it about, so it is an error of the call.
public struct RowError: Error, Hashable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

extension Value {
  func converted<Result: SQLConvertible>(
    to type: Result.Type, _ name: String, at location: SourceLocation
  ) throws -> Result {
    if let result = Result(sqlValue: self) { return result }
    guard self != .null else { throw RowError("'\(name)' is NULL") }
    throw Diagnostic(
      .error, at: location, "'\(name)' is \(text ?? ""), which is no \(type)",
      hint: "read it as another type, or as a Value")
  }
}

extension SourceLocation {
  /// In Swift, where columns are not told.
  init(_ fileID: String, _ line: Int) { self.init(file: fileID, line: line, column: 1) }
}
