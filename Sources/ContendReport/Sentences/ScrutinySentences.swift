import ContendModel
import ContendStatistics
import ContendVerdict

extension Sentences {
  static func sentence(_ found: ScrutinyEvidence) -> String {
    switch found {
    case .acceptanceUnsettled(let orders, let needed):
      "Whether it turns work away was not settled: only \(orders) of \(needed) serial orders of each round could "
        + "be tried."
    case .turnsWorkAway(let calls, let rounds, let serial, let orders, let ends):
      "It rejects or aborts work that every serial order accepts: \(Figures.share(calls)) calls in "
        + "\(Figures.plural(rounds, "round")) came through, one after another at least \(Figures.grouped(serial)) "
        + "do (\(Figures.plural(orders, "order")) of each round tried); it ended calls in "
        + "\(ends.joined(separator: ", "))."
    case .causeUnchanged(let parameter, let fix, let control):
      "The cause is unchanged: statements per call still grow with \(parameter), by \(Figures.number(fix)) a unit, "
        + "where the control's grow by \(Figures.number(control))."
    case .failsFurtherOut(let parameter, let value, let rounds, let kinds):
      "It fails again further out: \(Self.rounds(rounds)) at \(parameter) = \(value) (\(list(kinds)))."
    case .sweepUnfinished(let parameter):
      "\\sweep \(parameter) was not followed to its end, so whether the cause is gone is not known: the budget ended."
    case .sweepOutOfConnections(let parameter):
      "\\sweep \(parameter) was not followed further out: the server has no more connections."
    case .slowerAlone(let metric, let ratio, let before, let after, let margin):
      "Alone, without contention, its \(metric == .p50 ? "median" : metric.rawValue) is \(Figures.factor(ratio)) the "
        + "control's (\(Figures.number(after)) ms, was \(Figures.number(before)) ms; \(ratio.blocks) paired blocks): "
        + "more than \(Figures.percent(margin)) slower."
    case .unsteadyMachine(let ratio):
      "The A/A check failed: the control, run twice in each block, differs from itself"
        + (ratio.map { ": its median is \(Figures.factor($0)) its own" } ?? "")
        + ". Latencies of this machine show nothing now; run it again when it is quiet."
    case .latencyAlone(let p50, let p99, let undecided):
      "Alone, without contention, its median is \(Figures.factor(p50)) the control's"
        + (p99.map { ", its p99 \(Figures.factor($0))" } ?? "") + "."
        + (undecided.map {
          " Whether that is more than \(Figures.percent($0)) slower was not decided in the time."
        } ?? "")
    case .latencyNotCompared(.callsWaitForOneAnother):
      "Latency alone was not compared: calls wait for one another."
    case .latencyNotCompared(.budgetEnded): "Its latency alone was not compared: the budget ended."
    case .serialisesEverything(let partition, let clients, let fix, let control):
      "It serialised everything: on distinct values of \(partition) \(clients) clients do \(Figures.factor(fix)) "
        + "the work of one, the control's \(Figures.factor(control))."
    case .partitionGain(let partition, let clients, let fix, let control, let conclusive):
      "On distinct values of \(partition) \(clients) clients do \(Figures.factor(fix)) the work of one"
        + (conclusive
          ? ", the control's \(Figures.factor(control))."
          : "; the control's \(Figures.factor(control)), so this machine cannot show whether the fix serialises.")
    case .partitionNotMeasured(let partition):
      "Whether it serialises everything was not measured: \\partition \(partition) gives one value only, or several "
        + "roles work together."
    }
  }
}
