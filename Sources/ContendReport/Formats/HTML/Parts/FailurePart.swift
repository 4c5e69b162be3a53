import ContendModel

/// What the control did: the failure's name, its kinds, the rows that show it, and whom it hit.
struct FailurePart {
  let document: ResultDocument

  init(_ document: ResultDocument) { self.document = document }

  @MarkupBuilder var markup: [Markup] {
    let control = document.control
    Markup.element("h2") { document.command == .prove ? "The failure" : "What was seen" }
    Markup.element("p") {
      Markup.element("b") { control.variant }
      control.title.isEmpty ? "" : ": \(control.title)"
    }
    if let anomaly = control.anomaly {
      Markup.element("p") {
        Markup.element("b", ["class": "bad"]) { "✗ \(Words.name(anomaly)). " }
        anomaly.sentence
      }
      list(anomaly.advice)
    } else if !control.reproduced {
      Markup.element("p") { "No failure was seen." }
    }
    for failure in control.failures { kind(failure) }
    facts
    list(control.notes)
  }

  @MarkupBuilder private func kind(_ failure: FailureSection) -> [Markup] {
    Markup.element("p") {
      Markup.element("code") { failure.kind }
      ": \(failure.sentence)"
    }
    if let sample = failure.sample { HTMLTable.rows("Violating rows of the first failure", sample) }
  }

  private var facts: [Markup] {
    let control = document.control
    let facts = [
      ("Symptom", control.symptom?.sentence), ("Blast radius", control.blastRadius.map(Words.sentence)),
      ("Code before the change", control.before?.sentence),
    ]
    return facts.compactMap { name, text in
      text.map { text in
        .element("p") {
          Markup.element("b") { "\(name): " }
          text
        }
      }
    }
  }

  private func list(_ sentences: [String]) -> Markup? {
    guard !sentences.isEmpty else { return nil }
    return .element("ul") { for sentence in sentences { Markup.element("li") { sentence } } }
  }
}
