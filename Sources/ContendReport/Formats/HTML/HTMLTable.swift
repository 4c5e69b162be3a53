import ContendModel

/// A table with a caption, whose headings name what they head.
struct HTMLTable {
  struct Column {
    var title: String
    /// Figures stand at the right.
    var isFigure = false
  }

  let caption: String
  let columns: [Column]
  /// The first cell of a row is its heading.
  var rows: [[[Markup]]] = []

  init(_ caption: String, _ columns: [Column], _ rows: [[[Markup]]] = []) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }

  var markup: Markup {
    .element("div", ["class": "wide", "role": "region", "aria-label": caption, "tabindex": "0"]) {
      Markup.element("table") {
        Markup.element("caption") { caption }
        Markup.element("thead") {
          Markup.element("tr") {
            for column in columns {
              Markup.element("th", ["scope": "col", "class": column.isFigure ? "figure" : nil]) {
                column.title
              }
            }
          }
        }
        Markup.element("tbody") {
          for row in rows { Markup.element("tr") { cells(of: row) } }
        }
      }
    }
  }

  @MarkupBuilder private func cells(of row: [[Markup]]) -> [Markup] {
    for (index, cell) in row.enumerated() {
      if index == 0 {
        Markup.element("th", ["scope": "row"]) { cell }
      } else {
        let isFigure = columns.indices.contains(index) && columns[index].isFigure
        Markup.element("td", ["class": isFigure ? "figure" : nil]) { cell }
      }
    }
  }

  /// Rows that a query returned; those beyond the sample are counted.
  static func rows(_ caption: String, _ sample: RowSample) -> [Markup] {
    let rows = sample.rows.map { row in
      row.map { value in value.map { [Markup.text($0)] } ?? [.element("i") { "NULL" }] }
    }
    let rest = sample.count - sample.rows.count
    return [HTMLTable(caption, sample.columns.map { Column(title: $0) }, rows).markup]
      + (rest > 0 ? [.element("p") { "… \(Figures.plural(rest, "more row"))" }] : [])
  }
}

extension StyledText {
  /// The runs, each in the colour of its ink.
  var markup: [Markup] { markup(in: "span") }

  /// The same for a picture, where a colour is an attribute too: a style sheet may be blocked.
  var drawn: [Markup] { markup(in: "tspan") }

  private func markup(in name: Markup.Name) -> [Markup] {
    runs.map { run in
      guard let look = HTMLStyle.look(of: run.ink) else { return .text(run.text) }
      let fill = name == "tspan" ? look.color : nil
      return .element(name, ["class": look.name, "fill": fill]) { run.text }
    }
  }
}
