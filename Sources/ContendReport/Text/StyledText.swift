/// One line of text in runs of ink, whose text cannot control a terminal.
///
/// Everything that is shown goes through this type: control characters, escape sequences and
/// direction overrides become visible symbols when a run is made, whoever made the text.
struct StyledText: Hashable, Sendable {
  struct Run: Hashable, Sendable {
    let text: String
    let ink: Ink
  }

  private(set) var runs: [Run]

  init(_ text: String = "", _ ink: Ink = .plain) {
    runs = text.isEmpty ? [] : [Run(text: SafeText.neutralised(text), ink: ink)]
  }

  /// Columns of a terminal that the line takes.
  var width: Int { runs.reduce(0) { $0 + TextWidth.of($1.text) } }

  var isEmpty: Bool { runs.isEmpty }

  static func + (left: StyledText, right: StyledText) -> StyledText {
    var sum = left
    sum += right
    return sum
  }

  static func + (left: StyledText, right: String) -> StyledText { left + StyledText(right) }

  static func + (left: String, right: StyledText) -> StyledText { StyledText(left) + right }

  static func += (left: inout StyledText, right: StyledText) {
    for run in right.runs {
      if let last = left.runs.last, last.ink == run.ink {
        left.runs[left.runs.count - 1] = Run(text: last.text + run.text, ink: run.ink)
      } else {
        left.runs.append(run)
      }
    }
  }

  static func spaces(_ count: Int) -> StyledText {
    StyledText(String(repeating: " ", count: max(0, count)))
  }
}

extension StyledText {
  enum Alignment: Hashable, Sendable {
    case left
    case right
  }

  /// Filled with spaces to the width; longer lines stay as they are.
  func padded(to width: Int, _ alignment: Alignment = .left) -> StyledText {
    let gap = StyledText.spaces(width - self.width)
    return alignment == .left ? self + gap : gap + self
  }

  /// Cut to the width, with an ellipsis if anything is lost.
  func truncated(to width: Int) -> StyledText {
    guard self.width > width else { return self }
    var result = StyledText()
    var room = max(0, width - 1)
    for run in runs {
      let kept = TextWidth.prefix(of: run.text, width: room)
      result += StyledText(kept, run.ink)
      room -= TextWidth.of(kept)
      if kept.count < run.text.count { break }
    }
    return width > 0 ? result + "…" : result
  }

  /// The runs cut into words, each with the space before it if there is one.
  fileprivate var words: [(text: String, ink: Ink, follows: Bool)] {
    var words: [(text: String, ink: Ink, follows: Bool)] = []
    var spaceBefore = true
    for run in runs {
      for piece in run.text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
        if piece.offset > 0 { spaceBefore = true }
        if piece.element.isEmpty { continue }
        words.append((String(piece.element), run.ink, spaceBefore))
        spaceBefore = false
      }
    }
    return words
  }

  /// Broken at spaces into lines of at most `width`; a word that is longer still is cut up.
  func wrapped(to width: Int) -> [StyledText] {
    let width = max(2, width)
    var lines: [StyledText] = []
    var line = StyledText()
    for word in words {
      let gap = word.follows && !line.isEmpty ? 1 : 0
      var rest = word.text
      if gap == 1 && line.width + gap + TextWidth.of(rest) > width {
        lines.append(line)
        line = StyledText()
      } else {
        // A space between words of one ink takes that ink, so that they stay one run.
        let ink = line.runs.last?.ink == word.ink ? word.ink : .plain
        line += StyledText(String(repeating: " ", count: gap), ink)
      }
      while line.width + TextWidth.of(rest) > width {
        let head = TextWidth.prefix(of: rest, width: width - line.width)
        lines.append(line + StyledText(head, word.ink))
        line = StyledText()
        rest = String(rest.dropFirst(head.count))
      }
      line += StyledText(rest, word.ink)
    }
    return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
  }
}
