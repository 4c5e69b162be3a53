import ContendModel

/// Derives the edges between the transactions of a trace; an edge that is in doubt is left out.
struct GraphBuilder {
  /// A hot row gives edges by the square of its transactions; the first ones show what the rest would.
  private static let edgeLimit = 20_000

  private let transactions: [TransactionTrace]
  private var edges: [DependencyGraph.Edge] = []
  private var known: Set<Signature> = []

  /// Edges of one kind, on one item, between the same two say the same.
  private struct Signature: Hashable {
    var from: Int
    var to: Int
    var kind: DependencyGraph.Kind
    var contact: Contact
    var item: Item
  }

  static func graph(of transactions: [TransactionTrace]) -> DependencyGraph {
    var builder = GraphBuilder(transactions: transactions)
    for later in transactions.indices where builder.edges.count < edgeLimit {
      for earlier in 0..<later {
        builder.addEdges(reader: earlier, writer: later)
        builder.addEdges(reader: later, writer: earlier)
      }
    }
    return DependencyGraph(edges: builder.edges)
  }

  private init(transactions: [TransactionTrace]) { self.transactions = transactions }

  private mutating func addEdges(reader: Int, writer: Int) {
    let left = transactions[reader]
    let right = transactions[writer]
    let visibility = Visibility(reader: left, writer: right, transactions: transactions)
    for write in right.writes {
      for read in left.reads {
        guard let contact = Contact.between(read, write) else { continue }
        switch visibility.sees(read, write, contact) {
        case true?: add(writer, reader, .writeRead, contact, source: write, target: read)
        case false?: add(reader, writer, .readWrite, contact, source: read, target: write)
        case nil: break
        }
      }
      // Row locks order writers: the second is answered only after the first has committed.
      for earlier in left.writes
      where Contact.isSameRow(earlier, write) && earlier.event.end < write.event.end {
        add(reader, writer, .writeWrite, .sameRow, source: earlier, target: write)
      }
    }
  }

  private mutating func add(
    _ from: Int, _ to: Int, _ kind: DependencyGraph.Kind, _ contact: Contact, source: Access,
    target: Access
  ) {
    let edge = DependencyGraph.Edge(
      from: from, to: to, kind: kind, contact: contact, source: source, target: target)
    let signature = Signature(from: from, to: to, kind: kind, contact: contact, item: edge.item)
    if known.insert(signature).inserted { edges.append(edge) }
  }
}
