/// What the walk over interleavings covered.
struct ExploreBlock {
  let explore: ExploreSection

  init(_ explore: ExploreSection) { self.explore = explore }

  func lines(width: Int) -> [StyledText] {
    let scope = [
      "\(Figures.plural(explore.clients, "client")) × \(Figures.plural(explore.calls, "call"))",
      explore.strategy, "reduction \(explore.reduction)",
      explore.complete ? "complete" : "not complete",
    ]
    let counts = [
      schedules, "\(Figures.grouped(explore.failing)) failing",
      "\(Figures.grouped(explore.redundant)) redundant", "\(Figures.grouped(explore.diverged)) diverged",
      "\(Figures.plural(explore.uncontrolledWakes, "uncontrolled wake"))",
      "\(Figures.grouped(explore.stuck)) stuck",
    ]
    return [StyledText()]
      + labelled("explore      ", scope.joined(separator: " · "), width)
      + labelled("schedules    ", counts.joined(separator: " · "), width)
      + labelled("covered      ", explore.coverage, width)
  }

  private var schedules: String {
    let runs = Figures.plural(explore.schedules, "schedule")
    guard explore.orders < explore.schedules else { return runs }
    return "\(runs) of \(Figures.plural(explore.orders, "distinct order"))"
  }

  private func labelled(_ label: String, _ text: String, _ width: Int) -> [StyledText] {
    Layout.hanging(StyledText(label, .faint), StyledText(text), width: width)
  }
}
