import ContendModel
import ContendSQL

/// Whether a read saw the write of another transaction, from times and values.
struct Visibility {
  let reader: TransactionTrace
  let writer: TransactionTrace
  /// All of the trace.
  let transactions: [TransactionTrace]

  /// Nil where they ran at once and the values do not tell.
  func sees(_ read: Access, _ write: Access, _ contact: Contact) -> Bool? {
    let snapshot = reader.snapshot(of: read)
    if writer.commit.end <= snapshot.start { return true }
    if writer.commit.start >= snapshot.end { return false }
    guard contact == .sameRow else { return nil }
    // Whoever was answered first held the row's lock until it committed.
    if read.isLocking { return write.event.end < read.event.end }
    return tellByValue(read, write)
  }

  private func tellByValue(_ read: Access, _ write: Access) -> Bool? {
    guard let row = read.row(with: write.key) else { return nil }
    if write.shape.operation == .delete { return false }
    var told: Bool?
    for (column, assignment) in write.shape.assignments {
      guard let written = assignment.value, let seen = row[column] else { continue }
      if written != seen { return mayBeLater(seen, in: column, than: write) ? nil : false }
      told = true
    }
    return told ?? tellByTwin(read, write)
  }

  /// Whether a third transaction wrote this value after `write`: it may be what was seen, since an
  /// answer can be long on its way to a client whose commit others have already seen.
  private func mayBeLater(_ seen: String?, in column: String, than write: Access) -> Bool {
    transactions.contains { other in
      other.call != reader.call && other.call != writer.call
        && other.writes.contains { later in
          later.event.end > write.event.end && Contact.isSameRow(later, write)
            && later.shape.assignments[column]?.value == .some(seen)
        }
    }
  }

  /// The writer read the row too, as the reader did: so the reader did not see what it then wrote.
  private func tellByTwin(_ read: Access, _ write: Access) -> Bool? {
    let isTwin = writer.reads.contains { twin in
      twin.event.end <= write.event.start && twin.shape == read.shape && twin.event.rows == read.event.rows
    }
    return isTwin ? false : nil
  }
}
