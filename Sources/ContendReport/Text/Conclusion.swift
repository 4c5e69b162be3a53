import ContendModel

/// A result in one sentence, and the next step if the result is not clear.
struct Conclusion {
  /// What to do, and the command that does it where there is one.
  struct NextStep: Hashable, Sendable {
    var sentence: String
    var command: String?
  }

  /// Seconds; the default budget of `prove`, doubled, and an hour.
  private static let budgets = 120...3_600

  let document: ResultDocument
  private var control: ControlSection { document.control }
  private var isProve: Bool { document.command == .prove }

  init(_ document: ResultDocument) { self.document = document }

  var sentence: String {
    if let shard = document.shard, !document.interrupted {
      return "Shard \(shard.number) of \(shard.count), which decides nothing by itself."
    }
    let text = isProve ? proveSentence : singleSentence
    return (document.interrupted ? "Interrupted, a partial result: " : "") + text
  }

  /// Nil if the result speaks for itself.
  var next: NextStep? {
    if document.interrupted { return NextStep(sentence: "run the same command again and let it finish") }
    if let shard = document.shard {
      return NextStep(
        sentence: "merge the results of all \(Figures.plural(shard.count, "shard"))",
        command: "contend merge RESULT...")
    }
    return isProve ? proveNext : singleNext
  }

  /// The next step is a command.
  private func name(_ setting: Setting) -> String { Surface.terminal.name(of: setting) }

  private var failure: String { control.anomaly.map(Words.name) ?? "the failure" }

  private var proveSentence: String {
    guard control.reproduced else {
      guard control.hasRun else {
        return "\(control.variant) did not run, so nothing was shown about any fix."
      }
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
    let missed = document.missedFixes.map(\.name)
    let isOther = document.missesClass
    if missed.isEmpty && !isOther {
      let isAsked = document.exitCode == 0 || document.interrupted
      return isAsked ? "all as expected" : "as the scenario expects, and not what this run was to show"
    }
    return "not as expected: " + Words.list((isOther ? ["the class of \(control.variant)"] : []) + missed)
  }

  private var proveNext: NextStep? {
    guard control.reproduced else {
      return NextStep(
        sentence: "give it more time and more \(name(.clients)); if it still never fails, the scenario does "
          + "not hold the bug",
        command: Invocation(document).prove(fixes: [], budget: largerBudget))
    }
    let unclear = document.fixes.filter { $0.verdict == .inconclusive }
    if unclear.isEmpty { return nil }
    let diverged = unclear.filter { ($0.explore?.diverged ?? 0) > 0 }.map(\.name)
    if !diverged.isEmpty { return repeatable(Words.list(diverged)) }
    return NextStep(
      sentence: "give what is inconclusive more time",
      command: Invocation(document).prove(fixes: unclear.map(\.name), budget: largerBudget))
  }

  private var largerBudget: Int {
    let doubled = min(document.duration * 2, Double(Self.budgets.upperBound))
    return max(Self.budgets.lowerBound, Int(doubled.rounded(.up)))
  }

  private func repeatable(_ names: String) -> NextStep {
    NextStep(
      sentence: "make \(names) repeatable (unordered reads, now(), random()): replays gave other results")
  }

  private var replayable: NextStep {
    NextStep(
      sentence:
        "replay the variant, the parameters and the seed of the recording; if it was these, \(control.variant) "
        + "is not repeatable (unordered reads, now(), random())")
  }

  private func fixes(_ verdict: Verdict) -> [String] {
    document.fixes.filter { $0.verdict == verdict }.map(\.name)
  }

  private var singleSentence: String {
    if let sweep = document.sweep { return SweepWords(sweep).conclusion }
    if let step = control.explore?.divergedAt {
      return control.reproduced
        ? "The replay diverged at step \(step), and \(control.variant) fails with \(failure)."
        : "The replay diverged at step \(step): it is not the run that was recorded, and shows nothing about it."
    }
    if control.reproduced { return "\(control.variant) fails with \(failure)." }
    var seen: [String] = []
    if let stress = control.stress { seen.append(Figures.plural(stress.rounds, "round")) }
    if let explore = control.explore { seen.append(Figures.plural(explore.schedules, "schedule")) }
    if seen.isEmpty { return "\(control.variant) did not run." }
    return "\(control.variant) did not fail in \(Words.list(seen))."
  }

  private var singleNext: NextStep? {
    if let sweep = document.sweep, !sweep.complete {
      return NextStep(
        sentence: "raise \(name(.budget)), or lower \(name(.rounds)): not every point has all its rounds")
    }
    guard !control.reproduced, let explore = control.explore else { return nil }
    if explore.diverged > 0 { return document.command == .replay ? replayable : repeatable(control.variant) }
    return explore.complete
      ? nil : NextStep(sentence: "raise \(name(.budget)): not every interleaving was walked")
  }
}
