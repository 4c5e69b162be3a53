import ContendModel
import ContendSQL

/// One read or write of a transaction: an event whose statement was understood.
struct Access: Hashable, Sendable {
  let event: Event
  let shape: StatementShape
  /// The equalities on columns that no statement of the trace changes: what tells the row.
  let key: [String: String]

  var isWrite: Bool { shape.operation.isWrite && event.rowCount > 0 }

  var isLocking: Bool { shape.operation == .select(isLocking: true) }

  /// Values of the first row whose columns equal `wanted`, by column of the table.
  func row(with wanted: [String: String]) -> [String: String?]? {
    let sources = event.rows.columns.map { shape.source(of: $0) }
    for row in event.rows.rows where row.count == sources.count {
      var values = shape.equalities.mapValues(Optional.some)
      for (source, value) in zip(sources, row) {
        if let source { values[source] = value }
      }
      if wanted.allSatisfy({ values[$0.key] == .some($0.value) }) { return values }
    }
    return nil
  }

  /// Whether the statement tells or returns these columns of the rows it reads.
  func tells(_ columns: some Collection<String>) -> Bool {
    let returned = event.rows.columns.compactMap { shape.source(of: $0) }
    return columns.allSatisfy { shape.equalities[$0] != nil || returned.contains($0) }
  }
}

/// What two accesses have in common, written so that equal things compare equal.
struct Item: Hashable, Sendable, CustomStringConvertible {
  var table: String
  var key: [String: String]

  var description: String {
    guard !key.isEmpty else { return table }
    let values = key.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
    return "\(table) (\(values.joined(separator: ", ")))"
  }
}

extension Access {
  /// The row that is written, or the part of the table that is read.
  var item: Item {
    guard shape.operation == .insert else { return Item(table: shape.table, key: key) }
    let values = shape.assignments.compactMapValues { $0.value ?? nil }
    return Item(table: shape.table, key: values)
  }
}
