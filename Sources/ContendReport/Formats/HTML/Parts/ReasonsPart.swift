import ContendModel

/// Why each fix got its verdict.
struct ReasonsPart {
  let document: ResultDocument

  init(_ document: ResultDocument) { self.document = document }

  @MarkupBuilder var markup: [Markup] {
    Markup.element("h2") { "Reasons" }
    for fix in document.fixes {
      Markup.element("h3") {
        Words.mark(fix.verdict).markup
        " \(fix.name): \(fix.verdict.rawValue), \(Words.expectation(fix))"
      }
      if !fix.title.isEmpty { Markup.element("p", ["class": "faint"]) { fix.title } }
      Markup.element("ul") {
        for reason in fix.reasons { Markup.element("li") { reason } }
        for note in fix.notes { Markup.element("li") { "Note: \(note)" } }
      }
      for failure in fix.failures {
        if let sample = failure.sample {
          HTMLTable.rows("Rows that violate \(failure.kind) under \(fix.name)", sample)
        }
      }
    }
  }
}
