/// What a table held at a run's end, row by row: for a person who is to see in what two runs differ.
package struct TableRows: Hashable, Sendable {
  /// As people say it: without `public`.
  package var table: String
  package var columns: [String]
  /// Which of the columns are the primary key; empty where there is none.
  package var key: [Int]
  package var rows: [[DrawnState.Cell]]

  package init(table: String, columns: [String], key: [Int] = [], rows: [[DrawnState.Cell]] = []) {
    self.table = table
    self.columns = columns
    self.key = key
    self.rows = rows
  }
}
