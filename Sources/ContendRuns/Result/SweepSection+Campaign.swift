import ContendModel
import ContendReport
import ContendStatistics
import ContendVerdict

extension SweepSection {
  init(_ campaign: SweepCampaign, _ axis: SweepAxis) {
    let variants = campaign.points.map(\.variant).uniqued()
    self.init(
      parameter: axis.name, values: axis.values.map(\.shown), rounds: campaign.rounds,
      complete: campaign.isComplete,
      curves: variants.map { variant in
        SweepCurveSection(variant, campaign.points.filter { $0.variant == variant }, axis)
      })
  }
}

extension SweepCurveSection {
  fileprivate init(_ variant: Variant, _ points: [SweepCampaign.Point], _ axis: SweepAxis) {
    let shown = axis.values.map(\.shown)
    let onset = FailureOnset.find(
      points.map { .init(rounds: $0.arm.tally.rounds, failedRounds: $0.arm.tally.failedRounds) })
    self.init(
      variant: variant.name, title: variant.title,
      onset: onset.map { OnsetSection($0, shown) },
      statementGrowth: points.statementGrowth(over: axis).map(GrowthSection.init),
      points: points.map { SweepPointSection($0, value: shown[$0.value]) })
  }
}

extension SweepPointSection {
  fileprivate init(_ point: SweepCampaign.Point, value: String) {
    let tally = point.arm.tally
    self.init(
      value: value,
      failures: StringMap(
        Dictionary(tally.failures.map { ($0.key.description, $0.value.rounds) }) { $0 + $1 }),
      stress: StressSection(tally, settings: point.plan.load.section()))
  }
}

extension OnsetSection {
  fileprivate init(_ onset: FailureOnset, _ values: [String]) {
    self.init(
      value: values[onset.index],
      before: onset.boundBefore == nil ? nil : values[onset.index - 1], boundBefore: onset.boundBefore,
      gaps: onset.gaps.map { values[$0] })
  }
}

extension GrowthSection {
  init(_ growth: Growth) {
    switch growth {
    case .constant(let value): self.init(model: .constant, intercept: value, slope: 0)
    case .linear(let intercept, let slope): self.init(model: .linear, intercept: intercept, slope: slope)
    case .chunked(let intercept, let perChunk, let chunk):
      self.init(
        model: .chunked, intercept: intercept, slope: perChunk,
        chunk: Interval(low: Double(chunk.lowerBound), high: Double(chunk.upperBound)))
    case .irregular: self.init(model: .irregular)
    }
  }
}

extension FailureSection {
  /// One kind of failure of several arms as one; nil without any.
  init?(adding sections: [FailureSection], of rounds: Int) {
    guard var sum = sections.first else { return nil }
    let failed = sections.reduce(0) { $0 + ($1.rounds ?? 0) }
    sum.rounds = failed
    sum.rate = Double(failed) / Double(max(1, rounds))
    sum.interval = ClopperPearson.interval(successes: failed, trials: rounds)
    // Each arm counts its rounds for itself.
    sum.firstRound = nil
    self = sum
  }
}

extension Value {
  /// As a report shows it.
  fileprivate var shown: String { text ?? "NULL" }
}
