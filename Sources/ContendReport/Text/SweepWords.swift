import ContendStatistics

/// What a curve shows, in words that every report uses.
struct SweepWords {
  let sweep: SweepSection

  init(_ sweep: SweepSection) { self.sweep = sweep }

  /// Where the failures of a curve start.
  func onset(_ curve: SweepCurveSection) -> String {
    guard let onset = curve.onset else { return noFailure(curve) }
    var text = "fails from \(setting(onset.value)) on"
    if let point = curve.points.first(where: { $0.value == onset.value }),
      let rounds = Words.failingRounds(point.stress)
    {
      text += ": \(rounds) there"
    }
    if let before = onset.before, let bound = onset.boundBefore {
      text += ", none seen at \(setting(before)) (at most \(Figures.percent(bound)))"
    } else {
      text += ", the smallest value that was tried"
    }
    if !onset.gaps.isEmpty { text += "; no failure at \(Words.list(onset.gaps))" }
    return text
  }

  private func noFailure(_ curve: SweepCurveSection) -> String {
    let last = curve.points.last { $0.stress.rounds > 0 }
    guard let last, let interval = last.stress.interval else { return "no round ended" }
    return
      "no failure up to \(setting(last.value)), where the rate is at most \(Figures.percent(interval.high))"
  }

  /// How the statements of a call grow; nil where that is not known.
  func growth(_ curve: SweepCurveSection) -> String? {
    guard let growth = curve.statementGrowth else { return nil }
    let start = "statements per call "
    switch growth.model {
    case .constant: return start + "stay at \(Figures.number(growth.intercept ?? 0))"
    case .linear:
      let slope = growth.slope ?? 0
      let step = "by \(Figures.number(abs(slope))) per unit of \(sweep.parameter)"
      return start + (slope < 0 ? "fall \(step)" : "grow \(step): O(n)")
    case .chunked:
      let sizes = growth.chunk.map(chunk) ?? "unknown"
      let step = Figures.number(growth.slope ?? 0)
      return start + "grow by \(step) per \(sizes) units of \(sweep.parameter): O(n/chunk)"
    case .irregular: return start + "follow neither a constant, a line nor chunks"
    }
  }

  /// `clients = 4`
  func setting(_ value: String) -> String { "\(sweep.parameter) = \(value)" }

  private func chunk(_ sizes: Interval) -> String {
    let (low, high) = (Int(sizes.low), Int(sizes.high))
    return low == high ? Figures.grouped(low) : "\(Figures.grouped(low)) to \(Figures.grouped(high))"
  }

  /// The conclusion: which variants fail from where on, which not at all.
  var conclusion: String {
    var parts = sweep.curves.compactMap { curve in
      curve.onset.map { "\(curve.variant) fails from \(setting($0.value)) on" }
    }
    let clean = sweep.curves.filter { $0.onset == nil && $0.points.contains { $0.stress.rounds > 0 } }
    if !clean.isEmpty {
      parts.append(
        "\(Words.list(clean.map(\.variant))) did not fail up to \(setting(sweep.values.last ?? ""))")
    }
    if parts.isEmpty { parts.append("no round ended") }
    return parts.joined(separator: "; ") + (sweep.complete ? "." : "; the budget ended before all rounds.")
  }
}
