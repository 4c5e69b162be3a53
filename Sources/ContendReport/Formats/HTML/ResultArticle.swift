import ContendModel

/// One result of the page, part by part.
struct ResultArticle {
  let parts: [PagePart]

  init(_ document: ResultDocument) {
    let interleavings = Self.interleavings(of: document)
    var parts = [PagePart("the summary", .verdicts) { SummaryPart(document).markup }]
    if document.command == .prove {
      parts.append(PagePart("verdicts", .verdicts) { VerdictsPart(document).markup })
    }
    if document.sweep == nil {
      parts.append(PagePart("the failure", .failure) { FailurePart(document).markup })
    }
    parts += interleavings.prefix(1)
    if let sweep = document.sweep {
      parts.append(PagePart("the sweep", .failure) { SweepPart(sweep).markup })
    }
    parts.append(PagePart("failure rates", .figures) { RatesPart(document).markup })
    parts.append(PagePart("before and after", .figures) { LatencyPart(document).markup })
    if !document.fixes.isEmpty {
      parts.append(PagePart("reasons", .reasons) { ReasonsPart(document).markup })
    }
    parts += interleavings.dropFirst()
    parts.append(PagePart("outcomes", .detail) { OutcomesPart(document).markup })
    parts.append(PagePart("what was covered", .reasons) { CoveragePart(document).markup })
    parts.append(PagePart("the server and its settings", .reasons) { OriginPart(document).markup })
    self.parts = parts.filter { !$0.content.isEmpty }
  }

  /// The control's first, then those of the fixes.
  private static func interleavings(of document: ResultDocument) -> [PagePart] {
    let control = document.control
    let examples =
      [(control.variant, control.explore?.counterexample ?? control.stress?.counterexample)]
      + document.fixes.map { ($0.name, $0.explore?.counterexample ?? $0.stress?.counterexample) }
    return examples.enumerated().compactMap { index, found in
      guard let example = found.1 else { return nil }
      let replay = Invocation(document).replay(variant: found.0, example)
      return PagePart("an interleaving of \(found.0)", index == 0 ? .failure : .detail) {
        InterleavingPart(example, of: found.0, replay: replay, isMain: index == 0).markup
      }
    }
  }

  func markup(showing shown: Set<Int>) -> [Markup] {
    let hidden = parts.indices.filter { !shown.contains($0) }.map { parts[$0].name }
    return [
      .element("article") {
        for index in parts.indices where shown.contains(index) {
          Markup.element("section") { parts[index].content }
        }
        if let first = hidden.first {
          let others = hidden.count > 1 ? " and \(Figures.plural(hidden.count - 1, "other part"))" : ""
          Markup.element("p", ["class": "faint"]) {
            "Left out to keep the page small: \(first)\(others). The JSON result has everything."
          }
        }
      }
    ]
  }
}
