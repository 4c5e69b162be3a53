import ContendModel

/// A result as Markdown, short enough to stand in a pull request.
package struct MarkdownReport: Hashable, Sendable {
  static let laneWidth = 100

  package var document: ResultDocument

  package init(_ document: ResultDocument) { self.document = document }

  package var text: String {
    let conclusion = Conclusion(document)
    var sections = [marker + heading, Markdown.text(conclusion.sentence) + "\n"]
    if let next = conclusion.next {
      let command = next.command.map { ": " + Markdown.code($0) } ?? ""
      sections.append("**Next:** \(Markdown.text(next.sentence))\(command)\n")
    }
    sections.append(document.sweep.map(curves) ?? control)
    if document.command == .prove {
      sections.append("### Verdicts\n\n" + verdicts)
      let change = BeforeAfterBlock(document)
      if !change.isEmpty {
        sections.append("### Before and after\n\n" + change.markdown)
      }
      if !document.fixes.isEmpty {
        sections.append("### Reasons\n\n" + document.fixes.map(reasons).joined(separator: "\n"))
      }
    }
    return (sections + [origin]).joined(separator: "\n")
  }

  /// What a bot finds its comment by, so that it updates it instead of adding another; readers do not see it.
  private var marker: String {
    Markdown.comment("contend:\(document.scenario.name)")
  }

  private var heading: String {
    "## \(Markdown.text(document.scenario.name)): \(Markdown.text(document.scenario.title))\n"
  }

  var origin: String {
    let server = document.server
    let settings = server.settings.sorted.map { Markdown.code("\($0.key)=\($0.value)") }
    let facts =
      [
        Markdown.code(document.scenario.file), "seed \(document.seed)",
        "PostgreSQL \(Markdown.text(server.version))",
      ] + settings + ["contend \(Markdown.text(document.contend))", Figures.seconds(document.duration)]
    return "<sub>\(facts.joined(separator: " · "))</sub>\n"
  }

  private var control: String {
    let control = document.control
    let title = document.command == .prove ? "Control" : "Variant"
    var text = "### \(title) \(Markdown.code(control.variant))\n\n\(Markdown.text(state))"
    if let anomaly = control.anomaly { text += " \(Markdown.text(anomaly.sentence))" }
    text += "\n"
    for failure in control.failures { text += "\n" + self.failure(failure) }
    if let symptom = control.symptom { text += "\nSymptom: \(Markdown.text(symptom.sentence))\n" }
    if let before = control.before { text += "\nBefore: \(Markdown.text(before.sentence))\n" }
    if let radius = control.blastRadius {
      text += "\nBlast radius: \(Markdown.text(Words.sentence(radius)))\n"
    }
    let example = control.explore?.counterexample ?? control.stress?.counterexample
    if let example { text += "\n" + picture(example, of: control.variant) }
    return text
  }

  private func curves(_ sweep: SweepSection) -> String {
    let words = SweepWords(sweep)
    let rows = sweep.curves.flatMap { curve in
      curve.points.map { point in
        let stress = point.stress
        let figures = [
          Words.failingRounds(stress), stress.latency.map { Figures.milliseconds($0.p50) },
          stress.latency.map { Figures.milliseconds($0.p99) }, stress.throughput.map({ Figures.number($0) }),
          stress.statementsPerCall.map({ Figures.number($0) }),
        ]
        return [Markdown.code(curve.variant), Markdown.text(point.value)]
          + figures.map { $0.map(Markdown.text) ?? "—" }
      }
    }
    let heading = [
      "variant", Markdown.text(sweep.parameter), "failing rounds", "p50 ms", "p99 ms", "calls/s",
      "statements per call",
    ]
    let findings = sweep.curves.map { curve in
      let growth = words.growth(curve).map { "; " + $0 } ?? ""
      return "- \(Markdown.code(curve.variant)) \(Markdown.text(words.onset(curve) + growth))\n"
    }
    return "### Sweep over \(Markdown.code(sweep.parameter))\n\n" + Markdown.table(heading, rows) + "\n"
      + findings.joined()
  }

  private var state: String {
    let control = document.control
    guard control.reproduced else { return "No failure was seen." }
    var parts = [control.anomaly.map { "Fails: \(Words.name($0))" } ?? "Fails"]
    if let rounds = Words.failingRounds(control.stress) { parts.append("rounds \(rounds)") }
    if let schedules = Words.schedules(control.explore) { parts.append("schedules \(schedules)") }
    return parts.joined(separator: ", ") + "."
  }

  private func failure(_ failure: FailureSection) -> String {
    let text = "- \(Markdown.code(failure.kind)): \(Markdown.text(failure.sentence))\n"
    return text + (failure.sample.map { "\n" + Markdown.rows($0) } ?? "")
  }

  private func picture(_ example: CounterexampleSection, of variant: String) -> String {
    let replay = Invocation(document).replay(variant: variant, example)
    let lanes = Swimlanes(example, replay: replay).lines(width: Self.laneWidth)
    return "<details><summary>The interleaving</summary>\n\n\(Markdown.block(lanes))\n</details>\n"
  }

  var verdicts: String {
    let control = document.control
    let hasThroughput = control.stress?.throughput != nil
    let first = row(
      "", control.variant, control.explore, control.stress, hasThroughput ? Figures.factor(1) : nil,
      "control", "")
    let rest = document.fixes.map { fix in
      row(
        Style.plain.paint(Words.mark(fix.verdict)), fix.name, fix.explore, fix.stress,
        Words.throughputFactor(fix, control: control), fix.verdict.rawValue, Words.expectation(fix))
    }
    return Markdown.table(
      [
        "", "variant", "failing rounds", "failing schedules", "p50 ms", "p99 ms", "throughput",
        "verdict", "",
      ], [first] + rest)
  }

  private func row(
    _ mark: String, _ name: String, _ explore: ExploreSection?, _ stress: StressSection?,
    _ throughput: String?, _ verdict: String, _ expectation: String
  ) -> [String] {
    let latency = stress?.latency
    let figures = [
      Words.failingRounds(stress), Words.schedules(explore),
      latency.map { Figures.milliseconds($0.p50) }, latency.map { Figures.milliseconds($0.p99) },
      throughput,
    ]
    return [mark, Markdown.code(name)] + figures.map { $0.map(Markdown.text) ?? "—" }
      + [Markdown.code(verdict), Markdown.text(expectation)]
  }

  private func reasons(_ fix: FixSection) -> String {
    let mark = Style.plain.paint(Words.mark(fix.verdict))
    let title = fix.title.isEmpty ? "" : " · \(Markdown.text(fix.title))"
    let verdict = "\(Markdown.code(fix.verdict.rawValue)), \(Markdown.text(Words.expectation(fix)))"
    var text = "**\(mark) \(Markdown.text(fix.name))**: \(verdict)\(title)\n\n"
    var sentences = fix.reasons + fix.notes.map { "Note: \($0)" }
    if let explore = fix.explore, fix.verdict == .eliminatedProved {
      sentences.append("Covered: \(explore.coverage)")
    }
    text += sentences.map { "- \(Markdown.text($0))\n" }.joined()
    if !fix.meetsExpectation,
      let example = fix.explore?.counterexample ?? fix.stress?.counterexample
    {
      text += "\n" + picture(example, of: fix.name)
    }
    return text
  }
}
