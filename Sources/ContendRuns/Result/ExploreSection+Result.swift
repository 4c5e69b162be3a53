import ContendChecking
import ContendExploration
import ContendModel
import ContendReport
import ContendVerdict

extension ExploreSection {
  init(_ result: ExploreResult, _ sentences: Sentences) {
    self.init(
      clients: result.clients, calls: result.calls, strategy: result.strategy.rawValue,
      reduction: result.reduction.rawValue,
      schedules: result.tally.schedules, orders: result.orders, redundant: result.tally.redundant,
      complete: result.tally.isComplete && result.tally.bounded == 0, failing: result.state.failing,
      firstFailure: result.state.firstFailure,
      diverged: result.diverged + result.tally.diverged, uncontrolledWakes: result.state.uncontrolledWakes,
      stuck: result.state.stuck.count, duration: result.duration / .seconds(1),
      coverage: sentences.text(result.coverage),
      counterexample: result.counterexample)
  }
}

extension ExploreResult {
  var coverage: Coverage {
    Coverage(
      schedules: tally.schedules, orders: orders,
      isComplete: tally.isComplete && audit?.isMissed != true,
      isSampled: strategy == .pct || strategy == .randomWalk, preemptions: tally.preemptions,
      reduction: reduction, levels: levels, clients: clients, calls: calls, draws: draws,
      diverged: diverged + tally.diverged, uncontrolledWakes: state.uncontrolledWakes,
      stuck: state.stuck.count,
      audit: audit.map { Coverage.Audit(orders: $0.orders, isExhaustive: $0.isExhaustive) },
      missed: missed.first, gaps: gaps)
  }

  private var gaps: [Coverage.Gap] {
    serialGaps.map(Coverage.Gap.serialOrders) + [
      .moreClients, .otherData, .racesInStatements, crashes == 0 ? .crashes : .furtherCrashes(crashes),
      .stateOutside,
    ] + (readsClock ? [.databaseClock] : [])
      + (tally.bounded > 0 ? [.furtherAttempts(RetryFairness.usualBound)] : [])
  }

  /// Different ones among the schedules.
  var orders: Int { tally.schedules - state.repeated }

  /// What verdicts and reports take from it.
  var figures: ExploreFigures {
    ExploreFigures(
      coverage: coverage, redundant: tally.redundant, failing: state.failing, bounded: tally.bounded,
      foreignBlocker: state.foreignBlocker,
      stuck: state.stuck.map { ExploreFigures.Stuck(call: $0.name, place: $0.location?.description) },
      unknown: state.unknown,
      kinds: state.kinds.sorted { $0.key < $1.key }.map { kind, found in
        ExploreFigures.Kind(
          kind, schedules: found.schedules, alone: found.alone, shortest: found.example.schedule,
          evidence: found.failure.evidence)
      }, isMissed: false)
  }

  /// Why this exploration proves nothing although nothing failed.
  var doubts: [Evidence] { figures.doubts }

  /// Every kind of failure, most frequent first.
  var failureSections: [FailureSection] {
    state.kinds.sorted { ($1.value.schedules, $0.key) < ($0.value.schedules, $1.key) }.map { kind, found in
      FailureSection(
        kind, schedules: found.schedules, sentence: Sentences.text(found.failure.evidence),
        sample: found.failure.rows,
        nearest: found.failure.difference.map(NearestSection.init))
    }
  }

  /// Nil also where the calls fail before they do anything: nothing can be shown of them.
  var counterexample: CounterexampleSection? {
    guard let kind = state.leading else { return nil }
    var section = CounterexampleSection(
      tracing: kind.value.example.history, missed: anomaly?.missed ?? [], kind: kind.key,
      failure: anomaly.map { Sentences.text($0) } ?? Sentences.text(kind.value.failure.evidence),
      violated: kind.value.failure.rows, locations: variant.statementLocations)
    guard !section.steps.isEmpty else { return nil }
    section.schedule =
      ScheduleToken(kind.value.example.schedule, kind.value.example.history).description
    section.round = nil
    return section
  }
}
