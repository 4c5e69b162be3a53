import ContendModel

/// What was run, what it means in one sentence, and the next step.
struct SummaryPart {
  let document: ResultDocument

  init(_ document: ResultDocument) { self.document = document }

  @MarkupBuilder var markup: [Markup] {
    let conclusion = Conclusion(document)
    Markup.element("h1") { "\(document.scenario.name): \(document.scenario.title)" }
    Markup.element("p", ["class": "lead"]) { conclusion.sentence }
    if let next = conclusion.next {
      Markup.element("p") { "Next: \(next.sentence)" + (next.command == nil ? "." : ":") }
      if let command = next.command { Self.command(command) }
    }
  }

  /// A command to copy.
  static func command(_ text: String) -> Markup {
    .element("pre") { Markup.element("code") { text } }
  }
}

/// How a page of several results begins.
struct ScenariosTable {
  let documents: [ResultDocument]

  init(_ documents: [ResultDocument]) { self.documents = documents }

  var markup: Markup {
    let rows = documents.map { document in
      [
        [Markup.text(document.scenario.name)],
        LibraryTable.mark(document).markup + [
          .text(document.exitCode == 0 ? " as expected" : " not as expected")
        ],
        [.text(Conclusion(document).sentence)],
      ]
    }
    return HTMLTable(
      "Scenarios", [.init(title: "scenario"), .init(title: "result"), .init(title: "in short")], rows
    ).markup
  }
}
