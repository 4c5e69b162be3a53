import ContendChecking
import ContendExploration
import ContendModel
import ContendReport

extension ExploreSection {
  init(_ result: ExploreResult) {
    self.init(
      clients: result.clients, calls: result.calls, strategy: result.strategy.rawValue,
      reduction: result.reduction.rawValue,
      schedules: result.tally.schedules, orders: result.orders, redundant: result.tally.redundant,
      complete: result.tally.isComplete && result.tally.bounded == 0, failing: result.state.failing,
      firstFailure: result.state.firstFailure,
      diverged: result.diverged + result.tally.diverged, uncontrolledWakes: result.state.uncontrolledWakes,
      stuck: result.state.stuck.count, duration: result.duration / .seconds(1), coverage: result.coverage,
      counterexample: result.counterexample)
  }
}

extension ExploreResult {
  /// What was covered, and what was not.
  var coverage: String {
    let names = levels.map(\.rawValue).joined(separator: ", ")
    var missing = [
      "more clients", "other data", "races inside one statement",
      crashes == 0 ? "crashes" : "more than \(crashes) of them killed",
      "state outside the database",
    ]
    if readsClock { missing.append("what the database's clock lets expire, for no time passes on it") }
    if tally.bounded > 0 {
      missing.append(
        "more than \(RetryFairness.usualBound) further attempts of a client while another could go on")
    }
    missing.insert(contentsOf: serialDoubts.map(\.rawValue), at: 0)
    return "\(classes) of interleavings (\(reductionName), \(names))\(bound) of \(clients) "
      + "\(clients == 1 ? "client" : "clients") × \(calls) \(calls == 1 ? "call" : "calls") from this initial state\(drawn); "
      + "\(diverged + tally.diverged) diverged, \(state.uncontrolledWakes) uncontrolled wakes, "
      + "\(state.stuck.count) stuck\(audited). Not covered: \(missing.joined(separator: ", "))."
  }

  /// Different ones among the schedules.
  var orders: Int { tally.schedules - state.repeated }

  private var classes: String {
    if tally.isComplete { return "All \(tally.schedules) \(tally.schedules == 1 ? "class" : "classes")" }
    let of = isSampled ? "sampled from an unknown number of classes" : "of an unknown number of classes"
    return "\(runs) \(of)"
  }

  private var runs: String {
    if state.repeated > 0 { return "\(tally.schedules) runs of \(orders) distinct orders," }
    return isSampled ? "\(tally.schedules) distinct orders" : "\(tally.schedules)"
  }

  /// A value that all calls share is named once.
  private var drawn: String {
    guard !draws.isEmpty else { return "" }
    let words = draws.map { draw in
      let values = Set(draw.values).count == 1 ? Array(draw.values.prefix(1)) : draw.values
      let shown = values.prefix(Self.shownDraws).joined(separator: ", ")
      return "\(draw.name) = \(shown)\(values.count > Self.shownDraws ? ", …" : "")"
    }
    return " (drawn: \(words.joined(separator: "; ")))"
  }

  private static let shownDraws = 6

  /// How the claim was put to the test.
  private var audited: String {
    guard let audit else { return "" }
    let orders =
      audit.isExhaustive ? "all \(audit.orders) orders" : "\(audit.orders) random orders"
    let lost =
      missed.isEmpty
      ? ""
      : " (a stronger reduction had lost one: please report this scenario, with --reduction \(missed[0].rawValue))"
    return "; \(orders) without reduction show no other outcome\(lost)"
  }

  private var isSampled: Bool { strategy == .pct || strategy == .randomWalk }

  /// What is complete of a walk that is not.
  private var bound: String {
    guard !tally.isComplete, let most = tally.preemptions else { return "" }
    let preemptions =
      most == 0 ? "no preemption" : "at most \(most) \(most == 1 ? "preemption" : "preemptions")"
    return ", every interleaving with \(preemptions) among them,"
  }

  private var reductionName: String {
    switch reduction {
    case .none: "no reduction"
    case .begin: "BEGIN fused"
    case .table: "table level reduction"
    case .row: "row level reduction"
    case .mvcc, .auto: "row + MVCC reduction"
    }
  }

  /// Why this exploration proves nothing although nothing failed.
  var doubts: [String] {
    var doubts: [String] = []
    if let stranger = state.foreignBlocker {
      doubts.append("A lock that a client waits for is held by \(stranger), which is not part of the run.")
    }
    for call in state.stuck {
      let place = call.location.map { " at \($0)" } ?? ""
      doubts.append("\(call.name)\(place) did not return within the step time-out.")
    }
    if state.uncontrolledWakes > 0 {
      doubts.append("\(state.uncontrolledWakes) times the server alone decided which waiter went first.")
    }
    if diverged + tally.diverged > 0 {
      doubts.append(
        "\(diverged + tally.diverged) runs of a recorded schedule did something else than before.")
    }
    if tally.bounded > 0 {
      doubts.append("In \(tally.bounded) runs a retrying client was held back so that others could go on.")
    }
    doubts += state.unknown
    if !tally.isComplete, state.failing == 0, doubts.isEmpty {
      let distinct = state.repeated > 0 ? " of \(orders) distinct orders" : ""
      doubts.append("The budget ended after \(tally.schedules) schedules\(distinct); more remain.")
    }
    return doubts
  }

  /// Every kind of failure, most frequent first.
  var failureSections: [FailureSection] {
    state.kinds.sorted { ($1.value.schedules, $0.key) < ($0.value.schedules, $1.key) }.map { kind, found in
      FailureSection(
        kind, schedules: found.schedules, sentence: found.failure.sentence, sample: found.failure.rows,
        nearest: found.failure.difference.map(NearestSection.init))
    }
  }

  /// Nil also where the calls fail before they do anything: nothing can be shown of them.
  var counterexample: CounterexampleSection? {
    let kinds = state.kinds.sorted { $0.key < $1.key }
    guard let kind = kinds.min(by: { $0.value.isEasierToRead(than: $1.value) }) else { return nil }
    var section = CounterexampleSection(
      tracing: kind.value.example.history, kind: kind.key,
      failure: anomaly?.sentence ?? kind.value.failure.sentence,
      violated: kind.value.failure.rows)
    guard !section.steps.isEmpty else { return nil }
    section.schedule =
      ScheduleToken(kind.value.example.schedule, kind.value.example.history).description
    section.round = nil
    return section
  }
}

extension Findings.Kind {
  /// Rows that violate an invariant tell more than that no serial order fits.
  fileprivate func isEasierToRead(than other: Findings.Kind) -> Bool {
    func rank(_ kind: Findings.Kind) -> (Int, Int, Int) {
      (
        kind.failure.kind == .serialOracle ? 1 : 0, kind.example.schedule.contextSwitches,
        kind.example.history.events.count
      )
    }
    return rank(self) < rank(other)
  }
}
