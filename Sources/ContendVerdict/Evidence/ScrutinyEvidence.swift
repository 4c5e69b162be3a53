package import ContendModel
package import ContendStatistics

/// What a fix that never failed was asked besides.
package enum ScrutinyEvidence: Codable, Hashable, Sendable {
  /// Too few serial orders of each round were tried.
  case acceptanceUnsettled(orders: Int, needed: Int)
  /// `serial` calls at least come through one after another; `ends` are how the others ended.
  case turnsWorkAway(calls: Share, rounds: Int, serial: Int, orders: Int, ends: [String])
  /// Statements per unit of the parameter.
  case causeUnchanged(parameter: String, fix: Double, control: Double)
  case failsFurtherOut(parameter: String, value: String, rounds: Share, kinds: [FailureKind])
  case sweepUnfinished(parameter: String)
  case sweepOutOfConnections(parameter: String)
  case slowerAlone(
    metric: Threshold.Metric, ratio: PairedRatio, before: Double, after: Double, margin: Double)
  /// The control, run twice in each block, differs from itself.
  case unsteadyMachine(ratio: PairedRatio?)
  /// `undecided` is the margin where it stayed open whether the fix is beyond it.
  case latencyAlone(p50: PairedRatio, p99: PairedRatio?, undecided: Double?)
  case latencyNotCompared(reason: Gap)
  case serialisesEverything(partition: String, clients: Int, fix: PairedRatio, control: PairedRatio)
  /// `conclusive`: the control gains, so that a fix that serialises would have shown.
  case partitionGain(
    partition: String, clients: Int, fix: PairedRatio, control: PairedRatio, conclusive: Bool)
  case partitionNotMeasured(partition: String)

  /// Why the latency of calls that run alone was not compared.
  package enum Gap: String, Codable, Hashable, Sendable {
    case callsWaitForOneAnother = "calls_wait_for_one_another"
    case budgetEnded = "budget_ended"
  }

  private enum CodingKeys: String, CodingKey {
    case acceptanceUnsettled = "acceptance_unsettled"
    case turnsWorkAway = "turns_work_away"
    case causeUnchanged = "cause_unchanged"
    case failsFurtherOut = "fails_further_out"
    case sweepUnfinished = "sweep_unfinished"
    case sweepOutOfConnections = "sweep_out_of_connections"
    case slowerAlone = "slower_alone"
    case unsteadyMachine = "unsteady_machine"
    case latencyAlone = "latency_alone"
    case latencyNotCompared = "latency_not_compared"
    case serialisesEverything = "serialises_everything"
    case partitionGain = "partition_gain"
    case partitionNotMeasured = "partition_not_measured"
  }
}
