import ContendModel
import ContendSQL

/// How a write touches what another access read or wrote.
enum Contact: Hashable, Sendable {
  case sameRow
  /// The row was not among those read, but its write can change which rows, or what sum, a read gives.
  case predicate

  /// Nil where the two are apart, or where the statements do not tell.
  static func between(_ read: Access, _ write: Access) -> Contact? {
    guard read.shape.table == write.shape.table else { return nil }
    if write.shape.operation == .insert { return ofInsertion(read, write) }
    guard !differs(read.key, write.key) else { return nil }
    if isSame(read, write) { return read.event.rowCount > 0 ? .sameRow : .predicate }
    if !write.key.isEmpty, read.tells(write.key.keys) {
      if read.row(with: write.key) != nil { return .sameRow }
      // Seen in full, the row was not there: it matters if the write can bring it in.
      let movesRows = write.shape.assignments.keys.contains { read.shape.equalities[$0] != nil }
      return movesRows || !read.shape.isExact ? .predicate : nil
    }
    return .predicate
  }

  /// Whether two writes are surely of one row.
  static func isSameRow(_ left: Access, _ right: Access) -> Bool {
    guard left.shape.table == right.shape.table else { return false }
    let keys = (left.item.key, right.item.key)
    switch (left.shape.operation, right.shape.operation) {
    case (.insert, .insert): return false
    case (.insert, _): return !keys.1.isEmpty && keys.1.allSatisfy { keys.0[$0.key] == $0.value }
    case (_, .insert): return !keys.0.isEmpty && keys.0.allSatisfy { keys.1[$0.key] == $0.value }
    default: return isSame(left, right)
    }
  }

  private static func ofInsertion(_ read: Access, _ write: Access) -> Contact? {
    for (column, value) in read.shape.equalities {
      if let assigned = write.shape.assignments[column]?.value, assigned != value { return nil }
    }
    return .predicate
  }

  /// One key is the other's, or says more about it; without any key, both mean the whole table.
  private static func isSame(_ left: Access, _ right: Access) -> Bool {
    if left.key.isEmpty && right.key.isEmpty {
      return [left, right].allSatisfy { $0.shape.isExact && $0.shape.equalities.isEmpty }
    }
    return left.key == right.key
  }

  private static func differs(_ left: [String: String], _ right: [String: String]) -> Bool {
    left.contains { column, value in right[column].map { $0 != value } ?? false }
  }
}
