import ContendModel

/// Results as one HTML page without a script and without a request.
///
/// The page has a largest size. What does not fit into it is left out by whole parts, the least important first, and
/// named at the end of its result.
package struct HTMLReport: Hashable, Sendable {
  /// Bytes of the page.
  package static let largest = 400_000
  /// Characters of one text; a value may have megabytes.
  private static let longestText = 2_000
  private static let policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

  static let writer = MarkupWriter(.html, longestText: longestText)

  /// Scenarios that could not be run of which the page tells why.
  private static let mostUnrunnable = 20

  private let list: ResultList

  package init(_ list: ResultList) { self.list = list }

  package init(_ document: ResultDocument) { list = ResultList([document]) }

  private var documents: [ResultDocument] { list.documents }

  package var text: String {
    let head = self.head
    let frame = Self.writer.document(page(head, [])).utf8.count
    let articles = documents.map(ResultArticle.init)
    let shown = PageBudget(bytes: Self.largest - frame).choice(of: articles.map(\.parts))
    let content = zip(articles, shown).flatMap { $0.markup(showing: $1) }
    return Self.writer.document(page(head, content))
  }

  private var title: String {
    let count = documents.count + list.unrunnable.count
    guard count == 1, let document = documents.first else {
      return "Contend: \(Figures.plural(count, "scenario"))"
    }
    return "\(document.scenario.name): \(document.scenario.title)"
  }

  private var head: Markup {
    .element("head") {
      Markup.element("meta", ["charset": "utf-8"])
      Markup.element("meta", ["http-equiv": "Content-Security-Policy", "content": Self.policy])
      Markup.element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
      // Without it a browser asks for /favicon.ico.
      Markup.element("link", ["rel": "icon", "href": "data:,"])
      Markup.element("title") { title }
      Markup.element("style") { Markup.literal(HTMLStyle.sheet) }
    }
  }

  private func page(_ head: Markup, _ content: [Markup]) -> Markup {
    .element("html", ["lang": "en"]) {
      head
      Markup.element("body") {
        Markup.element("main") {
          if documents.count != 1 || !list.unrunnable.isEmpty {
            Markup.element("h1") { title }
            ScenariosTable(documents).markup
          }
          unrunnable
          content
        }
      }
    }
  }
}

extension HTMLReport {
  /// Why scenarios could not be run.
  private var unrunnable: [Markup] {
    let rest = list.unrunnable.count - Self.mostUnrunnable
    return list.unrunnable.prefix(Self.mostUnrunnable).map { scenario in
      .element("section") {
        Markup.element("h2") { "\(scenario.name) could not be run" }
        Markup.element("pre") { Markup.element("code") { scenario.reason } }
      }
    } + (rest > 0 ? [.element("p") { "\(Figures.plural(rest, "more scenario")) could not be run." }] : [])
  }
}

/// A part of the page that is shown whole or not at all.
struct PagePart {
  /// What goes first where there is no room for all.
  enum Rank: Int, CaseIterable {
    case verdicts, failure, figures, reasons, detail
  }

  let name: String
  let rank: Rank
  let content: [Markup]

  init(_ name: String, _ rank: Rank, @MarkupBuilder _ content: () -> [Markup]) {
    self.name = name
    self.rank = rank
    self.content = content()
  }
}

/// Chooses the parts that a page has room for.
struct PageBudget {
  /// Of the headings around a part and of the sentence that names those left out.
  private static let margin = 80

  let bytes: Int

  /// Indices of the parts to show, for each result.
  func choice(of results: [[PagePart]]) -> [Set<Int>] {
    var chosen = results.map { _ in Set<Int>() }
    var rest = bytes
    for rank in PagePart.Rank.allCases {
      for (result, parts) in results.enumerated() {
        for (index, part) in parts.enumerated() where part.rank == rank {
          let size = part.content.reduce(Self.margin) { $0 + HTMLReport.writer.text($1).utf8.count }
          guard size <= rest else { continue }
          rest -= size
          chosen[result].insert(index)
        }
      }
    }
    return chosen
  }
}
