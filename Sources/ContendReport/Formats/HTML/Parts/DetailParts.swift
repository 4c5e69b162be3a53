import ContendModel

/// How calls ended, variant by variant.
struct OutcomesPart {
  let document: ResultDocument

  init(_ document: ResultDocument) { self.document = document }

  @MarkupBuilder var markup: [Markup] {
    let variants =
      [(document.control.variant, document.control.stress)] + document.fixes.map { ($0.name, $0.stress) }
    let rows = variants.compactMap { name, stress in
      stress.flatMap { $0.outcomes.entries.isEmpty ? nil : [[Markup.text(name)], [.text(Self.text($0))]] }
    }
    if !rows.isEmpty {
      Markup.element("h2") { "Outcomes of calls" }
      HTMLTable(
        "Calls under stress by how they ended", [.init(title: "variant"), .init(title: "outcomes")], rows
      ).markup
    }
  }

  private static func text(_ stress: StressSection) -> String {
    stress.outcomes.sorted.sorted { $0.value > $1.value }.map { outcome, count in
      let share = stress.calls == 0 ? "" : " (\(Figures.percent(Double(count) / Double(stress.calls))))"
      return "\(outcome) \(Figures.grouped(count))\(share)"
    }.joined(separator: ", ")
  }
}

/// What the walks over interleavings covered, and what they did not.
struct CoveragePart {
  let document: ResultDocument

  init(_ document: ResultDocument) { self.document = document }

  @MarkupBuilder var markup: [Markup] {
    let variants =
      [(document.control.variant, document.control.explore)] + document.fixes.map { ($0.name, $0.explore) }
    let rows = variants.compactMap { name, explore in
      explore.map { [[Markup.text(name)], [.text($0.complete ? "yes" : "no")], [.text($0.coverage)]] }
    }
    if !rows.isEmpty {
      Markup.element("h2") { "Covered and not covered" }
      HTMLTable(
        "The scope in which interleavings were walked",
        [.init(title: "variant"), .init(title: "complete"), .init(title: "scope")], rows
      ).markup
    }
  }
}

/// What ran, against what: enough to run it again.
struct OriginPart {
  let document: ResultDocument

  init(_ document: ResultDocument) { self.document = document }

  @MarkupBuilder var markup: [Markup] {
    let (scenario, server) = (document.scenario, document.server)
    let facts: [(String, String)] =
      [
        ("scenario file", scenario.file), ("SHA-256 of the file", scenario.sha256),
        ("seed", "\(document.seed)"),
        (
          "PostgreSQL",
          "\(server.version), " + (server.managed ? "started by Contend" : "not managed by Contend")
        ),
        ("contend", document.contend), ("duration", Figures.seconds(document.duration)),
      ] + (scenario.profile.map { [("profile", $0)] } ?? [])
      + scenario.parameters.sorted.map { ("parameter \($0.key)", $0.value) }
      + server.settings.sorted.map { ("setting \($0.key)", $0.value) }
    Markup.element("h2") { "Server and settings" }
    HTMLTable(
      "What ran, and against what", [.init(title: "what"), .init(title: "value")],
      facts.map { [[.text($0.0)], [.text($0.1)]] }
    ).markup
    if document.command == .prove {
      Markup.element("p") { "Run it again:" }
      SummaryPart.command(Invocation(document).prove())
    }
  }
}
