/// How far a run is: what the live line and the log lines show.
package struct Progress: Hashable, Sendable {
  /// One variant under way.
  package struct Arm: Hashable, Sendable {
    package var name: String
    /// Rounds or schedules that ended.
    package var done: Int
    package var failed: Int

    package init(name: String, done: Int = 0, failed: Int = 0) {
      self.name = name
      self.done = done
      self.failed = failed
    }
  }

  /// The value of a sequential test and the value at which it stops.
  package struct Evidence: Hashable, Sendable {
    package var value: Double
    package var needed: Double

    package init(value: Double, needed: Double) {
      self.value = value
      self.needed = needed
    }
  }

  /// Such as `explore` or `stress`.
  package var phase: String
  /// A set-up or a reset within another phase.
  package var isUpkeep = false
  package var arms: [Arm]
  package var elapsed: Double
  /// Seconds; nil without a limit.
  package var budget: Double?
  package var evidence: Evidence?

  package init(
    phase: String, arms: [Arm], elapsed: Double = 0, budget: Double? = nil, evidence: Evidence? = nil
  ) {
    self.phase = phase
    self.arms = arms
    self.elapsed = elapsed
    self.budget = budget
    self.evidence = evidence
  }

  /// One line that fits the width, to be drawn over itself; without an end of line.
  package func liveLine(style: Style, width: Int) -> String {
    let parts = [heading] + armTexts + [evidenceText].compactMap(\.self)
    let line = parts.dropFirst().reduce(parts[0]) { $0 + StyledText(" · ", .faint) + $1 }
    return style.paint(line.truncated(to: width))
  }

  /// One line for a log, where nothing is drawn over.
  package var plainLine: String { liveLine(style: .plain, width: .max) }

  private var heading: StyledText {
    var time = Figures.seconds(elapsed)
    if let budget { time += " of \(Figures.seconds(budget))" }
    return StyledText(phase, .heading) + " " + StyledText(time, .faint)
  }

  private var armTexts: [StyledText] {
    arms.map { arm in
      let count = "\(Figures.grouped(arm.failed))/\(Figures.grouped(arm.done)) failed"
      return StyledText("\(arm.name) ") + StyledText(count, arm.failed > 0 ? .bad : .plain)
    }
  }

  private var evidenceText: StyledText? {
    evidence.map { StyledText("evidence \(Figures.number($0.value)) of \(Figures.number($0.needed))") }
  }
}

/// Decides when a log gets its next line: at once for a new phase, else after a while. A reset between two
/// schedules is no new phase, or a log would have a line for each.
package struct ProgressLog: Hashable, Sendable {
  private let interval: Double
  private var lastPhase: String?
  private var lastElapsed = 0.0

  /// The interval is in seconds.
  package init(interval: Double = 5) { self.interval = interval }

  /// The line to print now, if one is due.
  package mutating func line(for progress: Progress) -> String? {
    let isNew = lastPhase != progress.phase && !progress.isUpkeep
    guard isNew || progress.elapsed - lastElapsed >= interval else { return nil }
    if !progress.isUpkeep { lastPhase = progress.phase }
    lastElapsed = progress.elapsed
    return progress.plainLine
  }
}
