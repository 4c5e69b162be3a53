import ContendModel
import ContendSQL

/// Finds one item that two calls both acknowledged, where no cycle says so.
///
/// Both calls made the same transition of a row with no other change of it between, or both read a row
/// and then deleted it, the second of them in vain.
struct DoubleProcessing {
  let transactions: [TransactionTrace]
  /// Calls that ended ok.
  let acknowledged: Set<CallID>

  /// The first item found, with the two writes.
  func find() -> (first: Access, second: Access)? {
    var last: [Item: Access] = [:]
    for access in changes where !access.key.isEmpty {
      if let earlier = last[access.item], isTwice(earlier, access) { return (earlier, access) }
      if access.isWrite { last[access.item] = access }
    }
    return nil
  }

  /// Updates and deletions, also those that found no row, in the order in which they were answered.
  private var changes: [Access] {
    transactions.flatMap(\.accesses)
      .filter { $0.shape.operation == .update || $0.shape.operation == .delete }
      .sorted { $0.event.end < $1.event.end }
  }

  private func isTwice(_ first: Access, _ second: Access) -> Bool {
    let calls = (first.event.callID, second.event.callID)
    guard calls.0 != calls.1, acknowledged.contains(calls.0), acknowledged.contains(calls.1) else {
      return false
    }
    if second.isWrite { return Transition.isShared(first, second) }
    return first.shape.operation == .delete && second.shape.operation == .delete && hasRead(second)
  }

  private func hasRead(_ deletion: Access) -> Bool {
    transactions.filter { $0.call == deletion.event.callID }.flatMap(\.reads).contains {
      $0.event.end <= deletion.event.start && $0.shape.table == deletion.shape.table
        && $0.row(with: deletion.key) != nil
    }
  }
}
