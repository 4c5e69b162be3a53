import ContendModel
import ContendSQL

/// The anomaly that a cycle of the dependency graph is.
///
/// Names after Berenson et al. (SIGMOD 1995) and Adya (1999). The order of the cases is the order in
/// which names are tried: of several cycles the first name wins.
enum CycleName: Int, Hashable, Comparable {
  case lostUpdate
  case doubleProcessing
  case nonRepeatableRead
  case readSkew
  case phantom
  case writeSkew
  case readOnlyAnomaly
  case g2Item
  case g2
  case dirtyWrite

  static func < (left: CycleName, right: CycleName) -> Bool { left.rawValue < right.rawValue }

  var anomalyClass: AnomalyClass {
    switch self {
    case .lostUpdate: .lostUpdate
    case .doubleProcessing: .doubleProcessing
    case .nonRepeatableRead: .nonRepeatableRead
    case .readSkew: .readSkew
    case .phantom: .phantom
    case .writeSkew: .writeSkew
    case .readOnlyAnomaly: .readOnlyAnomaly
    case .g2Item: .g2Item
    case .g2: .g2
    case .dirtyWrite: .dirtyWrite
    }
  }

  var alias: String? {
    switch self {
    case .lostUpdate: "P4"
    case .doubleProcessing: nil
    case .nonRepeatableRead: "P2"
    case .readSkew: "A5A"
    case .phantom: "P3"
    case .writeSkew: "A5B"
    case .readOnlyAnomaly: nil
    case .g2Item: "G2-item"
    case .g2: "G2"
    case .dirtyWrite: "G0"
    }
  }

  /// Nil for a cycle that PostgreSQL cannot make: of dependencies without an overwritten read.
  ///
  /// - Parameter readsOnly: whether a node is a transaction that writes nothing. Without it the others would
  ///   have a serial order (Fekete, O'Neil and O'Neil, SIGMOD Record 33, 2004).
  init?(_ cycle: [DependencyGraph.Edge], readsOnly: (Int) -> Bool = { _ in false }) {
    let stale = cycle.filter { $0.kind == .readWrite }
    switch stale.count {
    case 0:
      guard cycle.allSatisfy({ $0.kind == .writeWrite }) else { return nil }
      self = .dirtyWrite
    case 1: self = Self.single(stale[0], others: cycle.filter { $0.kind != .readWrite })
    default:
      self =
        cycle.contains { readsOnly($0.from) }
        ? .readOnlyAnomaly : Self.several(stale, isPair: cycle.count == 2)
    }
  }

  private static func single(
    _ stale: DependencyGraph.Edge, others: [DependencyGraph.Edge]
  ) -> CycleName {
    if others.count == 1, stale.contact == .sameRow, others[0].item == stale.item {
      if others[0].kind == .writeRead { return .nonRepeatableRead }
      return Transition.isShared(stale.write, others[0].write) ? .doubleProcessing : .lostUpdate
    }
    return stale.movesRows ? .phantom : .readSkew
  }

  private static func several(_ stale: [DependencyGraph.Edge], isPair: Bool) -> CycleName {
    let inserts = stale.contains { $0.write.shape.operation == .insert }
    let items = Set(stale.map(\.item))
    if isPair, !inserts, items.count == 2 { return .writeSkew }
    return stale.contains(where: \.movesRows) ? .g2 : .g2Item
  }
}

extension DependencyGraph.Edge {
  /// Whether the write changes which rows the read's condition finds.
  var movesRows: Bool {
    guard contact == .predicate, let read else { return false }
    switch write.shape.operation {
    case .insert, .delete: return true
    case .update:
      return write.shape.assignments.keys.contains { read.shape.equalities[$0] != nil }
        || !read.shape.isExact
    case .select: return false
    }
  }
}
