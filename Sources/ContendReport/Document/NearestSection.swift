/// The serial order whose outcome comes nearest to one that no serial order gives.
package struct NearestSection: Codable, Hashable, Sendable {
  /// One value that differs, or a row that only one of the two outcomes has.
  package struct Difference: Codable, Hashable, Sendable {
    /// Nil if it is what a call said.
    package var table: String?
    /// Which row, as `id = 1`; or which call.
    package var row: String
    /// `outcome` or `said` of a call; nil where only one of the outcomes has the row.
    package var column: String?
    /// Nil where the row is not there; a value that is NULL is reported as NULL.
    package var seen: String?
    package var serial: String?

    package init(table: String?, row: String, column: String?, seen: String?, serial: String?) {
      self.table = table
      self.row = row
      self.column = column
      self.seen = seen
      self.serial = serial
    }
  }

  /// Names of the clients, turn by turn.
  package var order: [String]
  package var differences: [Difference]

  package init(order: [String], differences: [Difference]) {
    self.order = order
    self.differences = differences
  }
}
