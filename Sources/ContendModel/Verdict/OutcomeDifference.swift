/// In what an outcome differs from the serial order that comes nearest to it: table, row, column and value.
package struct OutcomeDifference: Codable, Hashable, Sendable {
  package struct Item: Codable, Hashable, Sendable {
    /// Nil is what a call said.
    package var table: String?
    /// Which row, as `id = 1`; or which call.
    package var row: String
    /// Nil where only one of the outcomes has the row.
    package var column: String?
    /// Nil is a row that is not there; a value that is NULL is reported as NULL.
    package var seen: String?
    package var serial: String?

    package init(
      table: String? = nil, row: String, column: String? = nil, seen: String? = nil, serial: String? = nil
    ) {
      self.table = table
      self.row = row
      self.column = column
      self.seen = seen
      self.serial = serial
    }
  }

  /// Whose units follow one another in that order.
  package var order: [String]
  package var items: [Item]

  package init(order: [String], items: [Item]) {
    self.order = order
    self.items = items
  }
}
