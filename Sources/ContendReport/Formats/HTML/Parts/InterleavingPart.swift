import ContendModel

/// One interleaving: the picture, what it violates, the same steps as a table, and the command that runs it again.
struct InterleavingPart {
  /// Steps shown; the rest is counted.
  private static let longest = 200
  /// Bytes of a picture, and of a table: where steps are long, fewer are shown.
  private static let largest = 120_000

  let example: CounterexampleSection
  let variant: String
  let replay: String?
  let isMain: Bool

  init(_ example: CounterexampleSection, of variant: String, replay: String?, isMain: Bool) {
    self.example = example
    self.variant = variant
    self.replay = replay
    self.isMain = isMain
  }

  private var title: String {
    let name = example.kind == nil ? "Interleaving" : "Failing interleaving"
    let origin =
      example.schedule.map { ", schedule \($0)" } ?? example.round.map { ", traced in round \($0)" }
    return "\(name) of \(variant)\(origin ?? "")"
  }

  @MarkupBuilder var markup: [Markup] {
    if isMain {
      Markup.element("h2") { title }
      content
    } else {
      Markup.element("details") {
        Markup.element("summary") { title }
        content
      }
    }
  }

  @MarkupBuilder private var content: [Markup] {
    let picture = shortened { LanePicture(example, title: title, steps: $0).markup }
    let table = shortened {
      HTMLTable("The steps in the order in which they were issued", Self.columns, rows($0)).markup
    }
    Markup.element("figure") {
      Markup.element("div", ["class": "wide", "role": "region", "aria-label": title, "tabindex": "0"]) {
        picture.markup
      }
      Markup.element("figcaption") { caption }
    }
    hidden(picture.steps)
    if let failure = example.failure { Markup.element("p", ["class": "bad"]) { "✗ \(failure)" } }
    if let violated = example.violated { HTMLTable.rows("Rows that violate the invariant", violated) }
    Markup.element("details") {
      Markup.element("summary") { "The same as a table, \(Figures.plural(example.steps.count, "step"))" }
      table.markup
      hidden(table.steps)
    }
    if let replay {
      Markup.element("p") { "Run it again:" }
      SummaryPart.command(replay)
    }
  }

  private var caption: String {
    "A lane for each client, time downwards."
      + (example.steps.contains(where: \.blocked)
        ? " A dashed bar: the client waits; the dotted line from it ends at the client it waits for." : "")
      + (example.missed?.isEmpty == false ? " The arrow leads from a write to the read that missed it." : "")
  }

  private func hidden(_ shown: Int) -> Markup? {
    guard shown < example.steps.count else { return nil }
    let rest = Figures.plural(example.steps.count - shown, "more step")
    return .element("p", ["class": "faint"]) { "… \(rest), in the JSON result" }
  }

  /// What is drawn of as many steps as fit.
  private func shortened(_ draw: (Int) -> Markup) -> (markup: Markup, steps: Int) {
    var steps = min(example.steps.count, Self.longest)
    var markup = draw(steps)
    while steps > 1, HTMLReport.writer.text(markup).utf8.count > Self.largest {
      steps /= 2
      markup = draw(steps)
    }
    return (markup, steps)
  }

  private static let columns: [HTMLTable.Column] = [
    .init(title: "step", isFigure: true), .init(title: "client"), .init(title: "statement"),
    .init(title: "parameters"), .init(title: "answer"), .init(title: "waits for"),
  ]

  private func rows(_ count: Int) -> [[[Markup]]] {
    example.steps.prefix(count).enumerated().map { index, step in
      [
        [.text("\(index + 1)")], [.text(example.name(ofClient: step.client))],
        [.element("code") { SafeText.collapsed(step.sql) }],
        [.text(step.values.enumerated().map { "$\($0 + 1) = \($1)" }.joined(separator: ", "))],
        [.text(answer(step))], [.text(waits(step))],
      ]
    }
  }

  private func answer(_ step: StepSection) -> String {
    let rows = step.rows?.rows.prefix(RowSample.limit).map { row in
      zip(step.rows?.columns ?? [], row).map { "\($0) = \($1 ?? "NULL")" }.joined(separator: ", ")
    }
    let parts = [
      step.error.map { "✗ \($0.sqlState) \($0.message)" }, step.rolledBack ? "✗ ROLLBACK" : nil,
      rows?.joined(separator: "; "), rows == nil ? step.rowCount.map { Figures.plural($0, "row") } : nil,
      step.outcome.map { "call \(step.call): \($0)" },
    ]
    return parts.compactMap(\.self).joined(separator: "; ")
  }

  private func waits(_ step: StepSection) -> String {
    guard step.blocked else { return "" }
    let names = step.blockedBy.map { example.name(ofClient: $0) }
    return (names.isEmpty ? "blocked" : Words.list(names))
      + (step.answeredAfterStep.map { ", until step \($0)" } ?? "")
  }
}
