import ContendModel
import ContendSQL

/// A committed transaction of a trace: a node of the dependency graph.
struct TransactionTrace: Hashable, Sendable {
  var call: CallID
  var accesses: [Access] = []
  /// Reads see the state of its first statement: REPEATABLE READ and SERIALIZABLE.
  var hasFixedSnapshot: Bool
  /// Somewhere in this span its writes became visible.
  var commit: Span

  /// From the sending of a statement to its answer.
  struct Span: Hashable, Sendable {
    var start: Duration
    var end: Duration
  }

  var writes: [Access] { accesses.filter(\.isWrite) }
  var reads: [Access] { accesses.filter { !$0.shape.operation.isWrite } }

  /// When the snapshot that `read` sees was taken.
  func snapshot(of read: Access) -> Span {
    let event = hasFixedSnapshot ? accesses.first?.event ?? read.event : read.event
    return Span(start: event.start, end: event.end)
  }
}
