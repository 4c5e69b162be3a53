import ContendModel
import ContendSQL

/// Finds a row that a call read, another call deleted, and the first then looked for in vain.
struct UseAfterDelete {
  let transactions: [TransactionTrace]

  struct Finding {
    var read: Access
    var deletion: Access
    var use: Access
  }

  func find() -> Finding? {
    let all = transactions.flatMap(\.accesses)
    let deletions = all.filter { $0.shape.operation == .delete && $0.isWrite && !$0.key.isEmpty }
    let byCall = Dictionary(grouping: all) { $0.event.callID }
    for deletion in deletions {
      for call in byCall.keys.sorted() where call != deletion.event.callID {
        if let finding = find(deletion, in: byCall[call] ?? []) { return finding }
      }
    }
    return nil
  }

  private func find(_ deletion: Access, in accesses: [Access]) -> Finding? {
    let touching = accesses.filter { $0.shape.table == deletion.shape.table }
      .sorted { $0.event.start < $1.event.start }
    let found = touching.first { !$0.shape.operation.isWrite && $0.row(with: deletion.key) != nil }
    guard let read = found else { return nil }
    let use = touching.first {
      $0.event.start >= read.event.end && $0.event.rowCount == 0 && $0.event.end > deletion.event.start
        && $0.shape.operation != .delete && !$0.key.isEmpty
        && $0.key.allSatisfy { column, value in deletion.key[column].map { $0 == value } ?? false }
    }
    return use.map { Finding(read: read, deletion: deletion, use: $0) }
  }
}
