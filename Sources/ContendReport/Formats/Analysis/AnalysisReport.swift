import ContendModel

/// The report on an incident: what happened, why, what to do, and the figures that show it.
///
/// Every sentence rests on the result; what was not measured is named with the command that measures it.
package struct AnalysisReport {
  let document: ResultDocument

  package init(_ document: ResultDocument) { self.document = document }

  package var text: String {
    let heading =
      Markdown.comment("contend-analysis:\(document.scenario.name)")
      + "# \(Markdown.text(document.scenario.title))\n"
    return ([heading] + sections.map { "## \($0.title)\n\n\($0.text)" }).joined(separator: "\n")
  }

  /// A heading with Markdown below it.
  struct Section {
    var title: String
    var text: String

    init(_ title: String, _ paragraphs: String?...) {
      self.title = title
      text = paragraphs.compactMap(\.self).joined(separator: "\n")
    }
  }

  private var sections: [Section] {
    guard document.control.reproduced else { return [summary, notShown, figures] }
    return [
      summary, classification, failurePoint, interleaving, blastRadius, remedy, unseen, change, prevention,
      rollout, hypotheses, figures,
    ]
  }

  private var summary: Section {
    let conclusion = Conclusion(document)
    let next = conclusion.next.map { next in
      "**Next:** \(Markdown.text(next.sentence))" + (next.command.map { ": " + Markdown.code($0) } ?? "")
        + "\n"
    }
    let symptom = document.control.symptom.map { Markdown.text($0.sentence) + "\n" }
    return Section("Summary", Markdown.text(conclusion.sentence) + "\n", symptom, next)
  }

  private var notShown: Section {
    Section(
      "Cause",
      "The failure was not reproduced, so nothing is known about its cause, its reach or its remedy.\n")
  }

  var invocation: Invocation { Invocation(document) }
  var control: ControlSection { document.control }
  var example: CounterexampleSection? { control.explore?.counterexample ?? control.stress?.counterexample }
}
