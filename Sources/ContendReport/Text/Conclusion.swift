import ContendModel

/// A result in one sentence, and the next step if the result is not clear.
struct Conclusion {
  private static let longestBudget = 3_600

  let document: ResultDocument
  private var control: ControlSection { document.control }
  private var isProve: Bool { document.command == .prove }

  init(_ document: ResultDocument) { self.document = document }

  var sentence: String {
    let text = isProve ? proveSentence : singleSentence
    return (document.interrupted ? "Interrupted, a partial result: " : "") + text
  }

  /// Nil if the result speaks for itself.
  var next: String? {
    if document.interrupted { return "run the same command again and let it finish" }
    return isProve ? proveNext : singleNext
  }

  private var failure: String { control.anomaly.map(Words.name) ?? "the failure" }

  private var proveSentence: String {
    guard control.reproduced else {
      return "\(control.variant) did not fail, so nothing was shown about any fix."
    }
    guard !document.fixes.isEmpty else {
      return "\(control.variant) fails with \(failure); no fix was judged."
    }
    var parts: [String] = []
    let eliminating =
      fixes(.eliminatedProved).map { "\($0) (proved)" }
      + fixes(.eliminatedStatistically).map { "\($0) (statistically)" }
    if !eliminating.isEmpty { parts.append("\(failure) is eliminated by \(Words.list(eliminating))") }
    for verdict in [Verdict.regressed, .notFixed, .reduced, .masked, .inconclusive] {
      let names = fixes(verdict)
      if !names.isEmpty { parts.append("\(verdict.rawValue): \(Words.list(names))") }
    }
    return parts.joined(separator: "; ") + "; " + expectation + "."
  }

  private var expectation: String {
    let missed = document.fixes.filter { !$0.meetsExpectation }.map(\.name)
    if missed.isEmpty && !missesClass { return "all as expected" }
    return "not as expected: " + Words.list((missesClass ? ["the class of \(control.variant)"] : []) + missed)
  }

  private var missesClass: Bool {
    control.expectedClass != nil && control.anomaly != nil
      && control.expectedClass != control.anomaly?.anomalyClass
  }

  private var proveNext: String? {
    let unclear = document.fixes.filter { $0.verdict == .inconclusive }
    let budget = min(Self.longestBudget, max(1, Int(document.duration.rounded(.up)) * 2))
    guard control.reproduced else {
      return "try more time and clients (\(Invocation(document).prove(fixes: [], budget: budget)) "
        + "--clients N); if it still never fails, the scenario does not hold the bug"
    }
    if unclear.isEmpty { return nil }
    let diverged = unclear.filter { ($0.explore?.diverged ?? 0) > 0 }.map(\.name)
    if !diverged.isEmpty {
      return "make \(Words.list(diverged)) repeatable (unordered reads, now(), random()): "
        + "replays gave other results"
    }
    return "give what is inconclusive more time: "
      + Invocation(document).prove(fixes: unclear.map(\.name), budget: budget)
  }

  private func fixes(_ verdict: Verdict) -> [String] {
    document.fixes.filter { $0.verdict == verdict }.map(\.name)
  }

  private var singleSentence: String {
    if control.reproduced { return "\(control.variant) fails with \(failure)." }
    var seen: [String] = []
    if let stress = control.stress { seen.append(Figures.plural(stress.rounds, "round")) }
    if let explore = control.explore { seen.append(Figures.plural(explore.schedules, "schedule")) }
    let scope = seen.isEmpty ? "nothing that ran" : Words.list(seen)
    return "\(control.variant) did not fail in \(scope)."
  }

  private var singleNext: String? {
    guard !control.reproduced, let explore = control.explore else { return nil }
    if explore.diverged > 0 {
      return "make \(control.variant) repeatable (unordered reads, now(), random()): "
        + "replays gave other results"
    }
    return explore.complete ? nil : "raise --budget: not every interleaving was walked"
  }
}
