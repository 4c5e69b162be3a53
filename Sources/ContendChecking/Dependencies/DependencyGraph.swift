/// Who must come before whom in a serial order (Adya, "Weak consistency", PhD thesis, MIT 1999,
/// section 3.1).
struct DependencyGraph: Sendable {
  enum Kind: Int, Hashable, Sendable, Comparable {
    /// `to` overwrote what `from` wrote.
    case writeWrite
    /// `to` read what `from` wrote.
    case writeRead
    /// `from` read a version that `to` overwrote.
    case readWrite

    static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
  }

  struct Edge: Hashable, Sendable {
    var from: Int
    var to: Int
    var kind: Kind
    var contact: Contact
    /// Of `from`.
    var source: Access
    /// Of `to`.
    var target: Access

    /// The access that wrote what the edge is about, of `to` unless it was read.
    var write: Access { kind == .writeRead ? source : target }

    var read: Access? {
      switch kind {
      case .writeWrite: nil
      case .writeRead: target
      case .readWrite: source
      }
    }

    var item: Item { write.item }
  }

  var edges: [Edge]

  /// The same edges between groups of nodes; those within one group fall away.
  func collapsed(_ group: (Int) -> Int) -> DependencyGraph {
    var result = DependencyGraph(edges: [])
    for var edge in edges {
      edge.from = group(edge.from)
      edge.to = group(edge.to)
      if edge.from != edge.to { result.edges.append(edge) }
    }
    return result
  }
}
