package import ContendStatistics

extension Growth {
  /// How the statements of a call grow over measured points; nil with fewer than three.
  ///
  /// A call that a deadline cut short issued fewer statements than its program would have: such calls are
  /// left out, as long as enough points remain.
  package static func ofStatements(_ points: [(n: Double, tally: ArmTally)]) -> Growth? {
    fit(points, \.statementsPerWholeCall) ?? fit(points, \.statementsPerCall)
  }

  private static func fit(
    _ points: [(n: Double, tally: ArmTally)], _ statements: (ArmTally) -> Double?
  ) -> Growth? {
    fit(points.compactMap { n, tally in statements(tally).map { Point(n: n, y: $0) } })
  }
}
