import ContendModel

extension ExploreFigures {
  /// What several shards of one exploration saw together; nil of none.
  ///
  /// - Parameter isMissed: orders without reduction showed an outcome that none of the walks has.
  package static func sum(_ parts: [ExploreFigures], isMissed: Bool) -> ExploreFigures? {
    guard var sum = parts.first else { return nil }
    for part in parts.dropFirst() {
      sum.coverage.add(part.coverage)
      sum.redundant += part.redundant
      sum.failing += part.failing
      sum.bounded += part.bounded
      sum.foreignBlocker = sum.foreignBlocker ?? part.foreignBlocker
      sum.stuck += part.stuck
      sum.unknown += part.unknown.filter { !sum.unknown.contains($0) }
      for kind in part.kinds { sum.add(kind) }
    }
    sum.kinds.sort { $0.kind < $1.kind }
    sum.isMissed = isMissed
    return sum
  }

  private mutating func add(_ kind: Kind) {
    guard let index = kinds.firstIndex(where: { $0.kind == kind.kind }) else { return kinds.append(kind) }
    var sum = kind.isShorter(than: kinds[index]) ? kind : kinds[index]
    sum.schedules = kinds[index].schedules + kind.schedules
    sum.alone = kinds[index].alone + kind.alone
    kinds[index] = sum
  }
}

extension ExploreFigures.Kind {
  /// As one walk would choose its example: fewer context switches, then the smaller schedule.
  package func isShorter(than other: Self) -> Bool {
    guard contextSwitches == other.contextSwitches else { return contextSwitches < other.contextSwitches }
    return (Schedule(shortest) ?? Schedule()) < (Schedule(other.shortest) ?? Schedule())
  }
}

extension Coverage {
  fileprivate mutating func add(_ other: Coverage) {
    schedules += other.schedules
    orders += other.orders
    isComplete = isComplete && other.isComplete
    diverged += other.diverged
    uncontrolledWakes += other.uncontrolledWakes
    stuck += other.stuck
    if let orders = other.audit?.orders {
      audit = Audit(orders: (audit?.orders ?? 0) + orders, isExhaustive: false)
    }
    missed = missed ?? other.missed
    gaps += other.gaps.filter { !gaps.contains($0) }
  }
}
