/// Rows of cells in aligned columns.
struct Table {
  struct Column {
    var title: String
    var alignment = StyledText.Alignment.left
    /// May be cut where the table is too wide.
    var shrinks = false
  }

  static let gap = 2
  private static let narrowest = 6

  var columns: [Column]
  var rows: [[StyledText]]

  init(columns: [Column], rows: [[StyledText]]) {
    self.columns = columns
    self.rows = rows
  }

  /// Columns of the terminal that it takes uncut.
  var width: Int { Self.total(naturalWidths) }

  /// The heading and one line a row, cut to the width where columns allow it.
  func lines(width: Int) -> [StyledText] {
    let widths = fitted(to: width)
    let heading = line(columns.map { StyledText($0.title, .faint) }, widths)
    return [heading] + rows.map { line($0, widths) }
  }

  private func line(_ cells: [StyledText], _ widths: [Int]) -> StyledText {
    // Nothing is padded at the end of a line.
    let last = cells.prefix(widths.count).lastIndex { !$0.isEmpty } ?? -1
    var line = StyledText()
    for (index, cell) in cells.enumerated() where index <= last {
      if index > 0 { line += .spaces(Self.gap) }
      let text = cell.truncated(to: widths[index])
      let alignment = columns[index].alignment
      line += index == last && alignment == .left ? text : text.padded(to: widths[index], alignment)
    }
    return line
  }

  private var naturalWidths: [Int] {
    columns.indices.map { index in
      rows.reduce(TextWidth.of(columns[index].title)) { widest, row in
        index < row.count ? max(widest, row[index].width) : widest
      }
    }
  }

  private func fitted(to limit: Int) -> [Int] {
    var widths = naturalWidths
    while Self.total(widths) > limit {
      let candidates = widths.indices.filter { columns[$0].shrinks && widths[$0] > Self.narrowest }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
    }
    return widths
  }

  private static func total(_ widths: [Int]) -> Int {
    widths.reduce(0, +) + gap * max(0, widths.count - 1)
  }
}
