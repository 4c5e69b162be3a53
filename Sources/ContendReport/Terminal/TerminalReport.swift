/// A result as text for a terminal: a pure function of the document, the width and the style.
package struct TerminalReport: Hashable, Sendable {
  /// How much to show: `-q`, nothing, `-v`.
  package enum Detail: Hashable, Sendable {
    /// The verdict table and the conclusion.
    case brief
    case normal
    /// Every interleaving and what every exploration covered.
    case full
  }

  static let narrowest = 60

  package var document: ResultDocument
  package var width: Int
  package var detail: Detail

  package init(_ document: ResultDocument, width: Int = 100, detail: Detail = .normal) {
    self.document = document
    self.width = max(Self.narrowest, width)
    self.detail = detail
  }

  package func text(style: Style) -> String {
    let blocks = document.command == .prove ? proveBlocks : singleBlocks
    let lines = blocks.filter { !$0.isEmpty }.joined(separator: [StyledText()])
    return style.paint(Array(lines))
  }

  private var proveBlocks: [[StyledText]] {
    let verdicts = VerdictTable(document).lines(width: width)
    let end = ConclusionBlock(document).lines(width: width)
    if detail == .brief { return [verdicts, end] }
    return [
      HeaderBlock(document).lines(width: width), control,
      [Layout.heading("Verdicts", width: width)] + verdicts,
      BeforeAfterBlock(document).lines(width: width),
      ReasonsBlock(document, detail).lines(width: width),
      end,
    ]
  }

  /// Of the commands that run one variant.
  private var singleBlocks: [[StyledText]] {
    let end = ConclusionBlock(document).lines(width: width)
    if detail == .brief { return [end] }
    return [HeaderBlock(document).lines(width: width), control, end]
  }

  private var control: [StyledText] {
    let section = document.control
    if let sweep = document.sweep { return SweepBlock(sweep).lines(width: width) }
    var lines = ControlBlock(document).lines(width: width)
    if document.command != .prove {
      if let stress = section.stress { lines += StressBlock(stress).lines(width: width) }
      if let explore = section.explore { lines += ExploreBlock(explore).lines(width: width) }
    }
    for example in [section.explore?.counterexample, section.stress?.counterexample].compactMap(\.self)
      .prefix(detail == .full ? 2 : 1)
    {
      let replay = Invocation(document).replay(variant: section.variant, example)
      lines += [StyledText()] + Swimlanes(example, replay: replay).lines(width: width)
    }
    return lines
  }
}
