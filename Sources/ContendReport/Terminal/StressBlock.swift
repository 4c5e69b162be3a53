/// Load, outcomes, latency and throughput of one variant.
struct StressBlock {
  let stress: StressSection

  init(_ stress: StressSection) { self.stress = stress }

  func lines(width: Int) -> [StyledText] {
    var lines = [StyledText()]
    lines += Layout.hanging(StyledText("load         ", .faint), StyledText(load), width: width)
    lines += Layout.hanging(StyledText("failing      ", .faint), StyledText(failing), width: width)
    if let latency = stress.latency {
      lines += Layout.hanging(
        StyledText("latency ms   ", .faint), StyledText(Self.text(latency)), width: width)
    }
    if !rates.isEmpty {
      let text = StyledText(rates.joined(separator: " · "))
      lines += Layout.hanging(StyledText("throughput   ", .faint), text, width: width)
    }
    if let resources = stress.resources {
      lines += Layout.hanging(
        StyledText("resources    ", .faint), StyledText(Self.text(resources)), width: width)
    }
    return lines + outcomes(width: width)
  }

  private var load: String {
    let settings = stress.settings
    var parts = [
      "\(Figures.plural(settings.clients, "client")) × \(roundLength)",
      Figures.plural(stress.rounds, "round") + (settings.rounds.map { " of \(Figures.grouped($0))" } ?? ""),
      settings.rate.map { "\(Figures.number($0)) arrivals/s" } ?? "closed loop",
    ]
    if settings.beginFused { parts.append("BEGIN fused") }
    return parts.joined(separator: " · ")
  }

  private var roundLength: String {
    let settings = stress.settings
    return settings.duration.map(Figures.seconds) ?? Figures.plural(settings.calls ?? 1, "call")
  }

  private var failing: String { Words.failingRounds(stress) ?? "no round ended" }

  private static func text(_ latency: LatencySection) -> String {
    let figures = [
      ("p50", latency.p50), ("p95", latency.p95), ("p99", latency.p99), ("max", latency.max),
      ("mean", latency.mean),
    ]
    return figures.map { "\($0.0) \(Figures.milliseconds($0.1))" }.joined(separator: " · ")
  }

  private static func text(_ resources: ResourcesSection) -> String {
    var parts: [String] = []
    if resources.serviceCalls > 0 {
      parts.append("service calls per call \(Figures.number(resources.serviceCalls))")
    }
    if resources.connectionHeld > 0 || resources.poolWaits > 0 {
      parts.append("pool waits per call \(Figures.number(resources.poolWaits))")
      parts.append("waiting for the pool \(Figures.milliseconds(resources.poolWait)) ms")
      parts.append("connection held \(Figures.milliseconds(resources.connectionHeld)) ms")
    }
    return parts.isEmpty ? "no service called, no pool" : parts.joined(separator: " · ")
  }

  private var rates: [String] {
    [
      stress.throughput.map { "\(Figures.number($0)) calls/s" },
      stress.statementsPerCall.map { "statements per call \(Figures.number($0))" },
      stress.attemptsPerCall.map { "attempts per call \(Figures.number($0))" },
    ].compactMap(\.self)
  }

  private func outcomes(width: Int) -> [StyledText] {
    guard !stress.outcomes.entries.isEmpty else { return [] }
    let byCount = stress.outcomes.sorted.sorted { $0.value > $1.value }
    let rows = byCount.map { outcome, count in
      let share = stress.calls == 0 ? "—" : Figures.percent(Double(count) / Double(stress.calls))
      return [StyledText(outcome), StyledText(Figures.grouped(count)), StyledText(share)]
    }
    let columns = [
      Table.Column(title: "outcome", shrinks: true),
      Table.Column(title: "calls", alignment: .right),
      Table.Column(title: "share", alignment: .right),
    ]
    return [StyledText()] + Table(columns: columns, rows: rows).lines(width: width)
  }
}
