import ContendModel

/// An interleaving as a drawing: a lane for each client, time downwards, a box for each step.
struct LanePicture {
  private static let characterWidth = 7.3
  private static let lineHeight = 17
  private static let gutter = 34
  private static let gap = 34
  private static let padding = 8
  private static let longestBox = 12
  /// Characters of a statement or a value: more have no room in a box.
  private static let longestText = 600

  /// What one client does at one point, and where it is drawn.
  private struct Box {
    let passage: Passage
    let lines: [StyledText]
    let top: Int

    var height: Int { lines.count * lineHeight + padding }
    var middle: Int { top + height / 2 }
    var bottom: Int { top + height }
    var lane: Int { passage.client - 1 }
  }

  let example: CounterexampleSection
  let title: String
  private let columns: Int
  private var boxes: [Box] = []

  /// Draws the first `steps` steps.
  init(_ example: CounterexampleSection, title: String, steps: Int) {
    var drawn = example
    drawn.steps = example.steps.prefix(steps).map { $0.shortened(to: Self.longestText) }
    self.example = drawn
    self.title = title
    columns = example.clients.count <= 2 ? 46 : example.clients.count == 3 ? 36 : 30
    var top = 44
    for passage in Passage.all(of: drawn) where example.clients.indices.contains(passage.client - 1) {
      let lines = passage.lines(width: columns)
      let isLong = lines.count > Self.longestBox
      let shown = isLong ? lines.prefix(Self.longestBox) + [StyledText("…", .faint)] : lines[...]
      let box = Box(passage: passage, lines: Array(shown), top: top)
      boxes.append(box)
      top = box.bottom + 8
    }
  }

  private var laneWidth: Int { Int(Double(columns) * Self.characterWidth) + 2 * Self.padding }
  private var height: Int { (boxes.last?.bottom ?? 44) + 12 }
  private var width: Int { Self.gutter + example.clients.count * (laneWidth + Self.gap) - Self.gap + 2 }

  private func left(_ lane: Int) -> Int { Self.gutter + lane * (laneWidth + Self.gap) }

  var markup: Markup {
    .element(
      "svg",
      [
        "class": "lanes", "role": "img", "width": "\(width)", "height": "\(height)",
        "viewBox": "0 0 \(width) \(height)", "font-family": "monospace", "font-size": "12",
        "fill": "currentColor",
      ]
    ) {
      Markup.element("title") { title }
      Markup.element("desc") { example.failure ?? "" }
      for (lane, name) in example.clients.enumerated() { self.lane(lane, name) }
      for box in boxes { waiting(box) }
      for box in boxes { drawn(box) }
      for missed in example.missed ?? [] { arrow(missed) }
    }
  }

  @MarkupBuilder private func lane(_ lane: Int, _ name: String) -> [Markup] {
    Markup.element(
      "rect",
      [
        "class": "panel", "x": "\(left(lane))", "y": "0", "width": "\(laneWidth)", "height": "\(height)",
        "rx": "4",
        "fill": "#f4f6f8",
      ])
    text(StyledText(name, .heading).truncated(to: columns), x: left(lane) + Self.padding, y: 24)
  }

  @MarkupBuilder private func drawn(_ box: Box) -> [Markup] {
    let marks = example.missed ?? []
    let isOfMiss = marks.contains { isIssue(of: $0.read, box) || isIssue(of: $0.write, box) }
    Markup.element(
      "rect",
      [
        "x": "\(left(box.lane) + 2)", "y": "\(box.top)", "width": "\(laneWidth - 4)",
        "height": "\(box.height)",
        "rx": "3", "fill": "none", "class": isOfMiss ? "s-bad" : "s-rule",
        "stroke": isOfMiss ? HTMLStyle.bad.color : "#d0d7de", "stroke-width": isOfMiss ? "2" : "1",
      ])
    if !box.passage.number.isEmpty {
      text(StyledText(box.passage.number, .faint), x: 4, y: box.top + Self.lineHeight)
    }
    for (index, line) in box.lines.enumerated() where !line.isEmpty {
      text(line, x: left(box.lane) + Self.padding, y: box.top + (index + 1) * Self.lineHeight - 2)
    }
  }

  private func text(_ line: StyledText, x: Int, y: Int) -> Markup {
    .element("text", ["x": "\(x)", "y": "\(y)", "xml:space": "preserve"]) { line.drawn }
  }

  /// The bar from a statement to its late answer, and the line to whom it waits for.
  @MarkupBuilder private func waiting(_ box: Box) -> [Markup] {
    if case .moment(let moment) = box.passage, moment.isIssue, !moment.isAnswer || moment.step.blocked {
      let end = boxes.first { isAnswer(of: moment.index, $0) }?.top ?? height - 4
      let look = moment.step.blocked ? HTMLStyle.caution : HTMLStyle.faint
      if end > box.bottom {
        Markup.element(
          "line",
          [
            "class": "s-\(look.name)", "stroke": look.color, "stroke-width": moment.step.blocked ? "7" : "2",
            "stroke-dasharray": "5 4", "x1": "\(left(box.lane) + laneWidth / 2)", "y1": "\(box.bottom + 1)",
            "x2": "\(left(box.lane) + laneWidth / 2)", "y2": "\(end - 1)",
          ]
        )
      }
      for blocker in moment.step.blockedBy
      where blocker != box.lane + 1 && example.clients.indices.contains(blocker - 1) {
        wait(from: box, to: blocker - 1)
      }
    }
  }

  @MarkupBuilder private func wait(from box: Box, to lane: Int) -> [Markup] {
    let start = lane < box.lane ? left(box.lane) : left(box.lane) + laneWidth
    let end = left(lane) + laneWidth / 2
    Markup.element(
      "line",
      [
        "class": "s-caution", "stroke": HTMLStyle.caution.color, "stroke-width": "2",
        "stroke-dasharray": "2 4",
        "x1": "\(start)", "y1": "\(box.middle)", "x2": "\(end)", "y2": "\(box.middle)",
      ])
    Markup.element(
      "circle",
      ["class": "caution", "fill": HTMLStyle.caution.color, "cx": "\(end)", "cy": "\(box.middle)", "r": "4"])
  }

  /// From the write to the read that missed it.
  @MarkupBuilder private func arrow(_ missed: MissedSection) -> [Markup] {
    if let write = boxes.first(where: { isIssue(of: missed.write, $0) }),
      let read = boxes.first(where: { isIssue(of: missed.read, $0) }), write.lane != read.lane
    {
      let isRightwards = read.lane > write.lane
      let start = isRightwards ? left(write.lane) + laneWidth : left(write.lane)
      let tip = isRightwards ? left(read.lane) : left(read.lane) + laneWidth
      let bend = isRightwards ? Self.gap : -Self.gap
      let back = isRightwards ? -10 : 10
      let path =
        "M\(start) \(write.middle) C\(start + bend) \(write.middle) \(tip - bend) \(read.middle) \(tip) \(read.middle)"
      Markup.element(
        "path",
        ["class": "s-bad", "stroke": HTMLStyle.bad.color, "stroke-width": "2", "fill": "none", "d": path]
      ) {
        Markup.element("title") { "Step \(missed.read) did not see what step \(missed.write) wrote" }
      }
      Markup.element(
        "path",
        [
          "class": "bad", "fill": HTMLStyle.bad.color,
          "d": "M\(tip) \(read.middle) l\(back) -5 v10 z",
        ])
    }
  }

  private func isIssue(of step: Int, _ box: Box) -> Bool {
    if case .moment(let moment) = box.passage { moment.isIssue && moment.index == step } else { false }
  }

  private func isAnswer(of step: Int, _ box: Box) -> Bool {
    if case .moment(let moment) = box.passage { !moment.isIssue && moment.index == step } else { false }
  }
}

extension StepSection {
  fileprivate func shortened(to length: Int) -> StepSection {
    func cut(_ text: String) -> String { text.count > length ? text.prefix(length) + "…" : text }
    var step = self
    step.sql = cut(sql)
    step.values = values.map(cut)
    step.rows?.rows = (rows?.rows ?? []).map { $0.map { $0.map(cut) } }
    return step
  }
}
