package import ContendModel

/// Why a round that passed may have shown nothing.
package enum Vacuity: Hashable, Sendable {
  /// The query of this invariant read no row at all.
  case invariantReadNothing(String)
  /// No two calls of the round ran at the same time.
  case noOverlap

  package static func notes(on history: History) -> [Vacuity] {
    var notes = history.invariants.filter { $0.rowsRead == 0 && !$0.isViolated }.map {
      Vacuity.invariantReadNothing($0.name)
    }
    if !(history.overlapped ?? hasOverlap(history.calls)) { notes.append(.noOverlap) }
    return notes
  }

  private static func hasOverlap(_ calls: [CallRecord]) -> Bool {
    var lastEnd: Duration?
    for call in calls.sorted(by: { $0.start < $1.start }) {
      if let lastEnd, call.start < lastEnd { return true }
      lastEnd = max(lastEnd ?? .zero, call.start + call.duration)
    }
    return false
  }
}

extension Vacuity: CustomStringConvertible {
  package var description: String {
    switch self {
    case .invariantReadNothing(let name): "invariant \(name) read no row: it cannot have been violated"
    case .noOverlap: "no two calls overlapped: nothing ran concurrently"
    }
  }
}

extension InvariantReading {
  fileprivate var isViolated: Bool { if case .rows(let rows) = answer { rows.count > 0 } else { false } }
}
