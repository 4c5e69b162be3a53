/// An interleaving as a picture: one lane per client, time downwards.
package struct Swimlanes: Sendable {
  /// Below this many columns a lane cannot show SQL, and steps are listed one below the other.
  private static let narrowestLane = 22
  private static let laneGap = 2
  private static let longestLabel = 16
  /// Parts shown; a picture of more is none.
  private static let longest = 80

  private let example: CounterexampleSection
  private let replay: String?
  private let passages: [Passage]
  private let hiddenSteps: Int

  /// `replay` is the command that runs the interleaving again.
  package init(_ example: CounterexampleSection, replay: String? = nil) {
    self.example = example
    self.replay = replay
    passages = Array(Passage.all(of: example).prefix(Self.longest))
    hiddenSteps = example.steps.count - (passages.map(\.lastStep).max() ?? 0)
  }

  package func text(style: Style, width: Int) -> String { style.paint(lines(width: width)) }

  func lines(width: Int) -> [StyledText] {
    var lines = [Layout.heading(title, width: width)]
    let lane = laneWidth(in: width)
    lines += canStandSideBySide(lane) ? sideBySide(lane: lane) : listed(width: width)
    if hiddenSteps > 0 {
      lines.append(StyledText("… \(Figures.plural(hiddenSteps, "more step"))", .faint))
    }
    if let failure = example.failure {
      lines += [StyledText()] + Layout.hanging(StyledText("✗ ", .bad), StyledText(failure), width: width)
    }
    if let violated = example.violated {
      lines += Layout.indented(FailureBlock.rows(violated, width: width - 4), by: 4)
    }
    if let replay {
      // Not wrapped: a command is there to be copied.
      lines.append(StyledText("  replay: ", .faint) + StyledText(replay, .accent))
    }
    return lines
  }

  private var title: String {
    let name = example.kind == nil ? "Interleaving" : "Failing interleaving"
    if let schedule = example.schedule { return "\(name), schedule \(schedule)" }
    return example.round.map { "\(name), traced in round \($0)" } ?? name
  }

  private var gutter: Int { String(example.steps.count).count + Self.laneGap }

  private func laneWidth(in width: Int) -> Int {
    let count = max(1, example.clients.count)
    return (width - gutter - (count - 1) * Self.laneGap) / count
  }

  private func canStandSideBySide(_ lane: Int) -> Bool {
    let isComplete = example.steps.allSatisfy { example.clients.indices.contains($0.client - 1) }
    return lane >= Self.narrowestLane && isComplete
  }

  private func sideBySide(lane width: Int) -> [StyledText] {
    let names = example.clients.map { StyledText($0, .heading).truncated(to: width) }
    var lines = [row(number: "", names, lane: width)]
    for passage in passages {
      for (index, content) in passage.lines(width: width).enumerated() {
        let cells = example.clients.indices.map { client in
          if client + 1 == passage.client { return content }
          return passage.waiting.contains(client + 1) ? StyledText("│", .caution) : StyledText()
        }
        lines.append(row(number: index == 0 ? passage.number : "", cells, lane: width))
      }
    }
    return lines
  }

  private func row(number: String, _ cells: [StyledText], lane width: Int) -> StyledText {
    var line = StyledText(number, .faint).padded(to: gutter - Self.laneGap, .right)
    let last = cells.lastIndex { !$0.isEmpty } ?? -1
    for (index, cell) in cells.enumerated() where index <= last {
      line += .spaces(Self.laneGap) + (index == last ? cell : cell.padded(to: width))
    }
    return last < 0 && number.isEmpty ? StyledText() : line
  }

  private func listed(width: Int) -> [StyledText] {
    let names = passages.map { StyledText(example.name(ofClient: $0.client), .heading) }
    let label = min(Self.longestLabel, names.map(\.width).max() ?? 0)
    return zip(passages, names).flatMap { passage, name in
      let prefix =
        StyledText(passage.number, .faint).padded(to: gutter - Self.laneGap, .right) + "  "
        + name.truncated(to: label).padded(to: label) + "  "
      let lines = passage.lines(width: max(Self.narrowestLane, width - prefix.width))
      return lines.enumerated().map { ($0 == 0 ? prefix : .spaces(prefix.width)) + $1 }
    }
  }
}

extension CounterexampleSection {
  /// The name of a client by its number; a number that the document does not name speaks for itself.
  func name(ofClient number: Int) -> String {
    clients.indices.contains(number - 1) ? clients[number - 1] : "client \(number)"
  }
}
