/// An interleaving as a picture: one lane per client, time downwards.
struct Lanes {
  /// Below this many columns a lane cannot show SQL, and steps are listed one below the other.
  private static let narrowestLane = 22
  private static let laneGap = 2

  let example: CounterexampleSection
  /// The command that runs it again.
  let replay: String?

  init(_ example: CounterexampleSection, replay: String? = nil) {
    self.example = example
    self.replay = replay
  }

  func lines(width: Int) -> [StyledText] {
    var lines = [Layout.heading(title, width: width)]
    let lane = laneWidth(in: width)
    lines += lane >= Self.narrowestLane ? sideBySide(lane: lane) : listed(width: width)
    if let failure = example.failure {
      lines += [StyledText()] + Layout.hanging(StyledText("✗ ", .bad), StyledText(failure), width: width)
    }
    if let violated = example.violated {
      lines += Layout.indented(FailureBlock.rows(violated, width: width - 4), by: 4)
    }
    if let replay {
      lines += Layout.hanging(StyledText("  replay: ", .faint), StyledText(replay, .accent), width: width)
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

  private func sideBySide(lane width: Int) -> [StyledText] {
    let names = example.clients.map { StyledText($0, .heading).truncated(to: width) }
    var lines = [row(number: "", names, lane: width)]
    for moment in Moment.all(of: example) {
      for (index, content) in moment.lines(width: width).enumerated() {
        let cells = example.clients.indices.map { client in
          if client + 1 == moment.client { return content }
          return moment.waiting.contains(client + 1) ? StyledText("│", .caution) : StyledText()
        }
        lines.append(row(number: index == 0 ? moment.number : "", cells, lane: width))
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
    let names = example.clients.map { TextWidth.of($0) }
    let label = min(16, names.max() ?? 0)
    return Moment.all(of: example).flatMap { moment in
      let name = example.name(ofClient: moment.client)
      let prefix =
        StyledText(moment.number, .faint).padded(to: gutter - Self.laneGap, .right) + "  "
        + StyledText(name, .heading).truncated(to: label).padded(to: label) + "  "
      let lines = moment.lines(width: max(Self.narrowestLane, width - prefix.width))
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
