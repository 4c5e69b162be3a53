import ContendModel

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The words and marks that every report uses for the same thing.
enum Words {
  static func mark(_ verdict: Verdict) -> StyledText {
    switch verdict {
    case .eliminatedProved, .eliminatedStatistically: StyledText("✓", .good)
    case .notFixed, .reduced, .masked, .regressed: StyledText("✗", .bad)
    case .inconclusive: StyledText("?", .caution)
    }
  }

  static func ink(_ verdict: Verdict) -> Ink {
    switch verdict {
    case .eliminatedProved, .eliminatedStatistically: .good
    case .notFixed, .reduced, .masked, .regressed: .bad
    case .inconclusive: .caution
    }
  }

  /// The verdict where a column has no room for its name.
  static func short(_ verdict: Verdict) -> String {
    switch verdict {
    case .eliminatedProved: "proved"
    case .eliminatedStatistically: "statistical"
    default: verdict.rawValue
    }
  }

  static func name(_ anomaly: AnomalySection) -> String {
    anomaly.anomalyClass.rawValue + (anomaly.alias.map { " (\($0))" } ?? "")
  }

  static func expectation(_ fix: FixSection) -> String {
    fix.meetsExpectation ? "as expected" : "expected \(fix.expected.joined(separator: "|"))"
  }

  /// `17/17 100% [80%, 100%]`; nil without a finished round.
  static func failingRounds(_ stress: StressSection?, withPercent: Bool = true) -> String? {
    guard let stress, let rate = stress.failureRate else { return nil }
    var text = "\(Figures.grouped(stress.failedRounds))/\(Figures.grouped(stress.rounds))"
    if withPercent { text += " " + Figures.percent(rate) }
    if let interval = stress.interval { text += " " + Figures.interval(interval) }
    return text
  }

  /// Failing of all schedules; a walk that was cut short ends in `+`.
  static func schedules(_ explore: ExploreSection?) -> String? {
    explore.map {
      "\(Figures.grouped($0.failing))/\(Figures.grouped($0.schedules))" + ($0.complete ? "" : "+")
    }
  }

  /// Throughput as a factor of the control's: the paired estimate if there is one.
  static func throughputFactor(_ fix: FixSection, control: ControlSection) -> String? {
    if let ratio = fix.comparison?.throughput?.ratio { return Figures.factor(ratio) }
    guard let own = fix.stress?.throughput, let base = control.stress?.throughput, base > 0 else {
      return nil
    }
    return Figures.factor(own / base)
  }

  static func sentence(_ radius: BlastRadiusSection) -> String {
    let calls = "\(Figures.grouped(radius.callsHit)) of \(Figures.plural(radius.calls, "call"))"
    let hit = "\(calls) hit (\(Figures.percent(radius.share)))"
    return switch radius.acknowledgedLost {
    case nil: hit
    case 0: "\(hit); nothing was acknowledged that the database does not hold"
    case let lost?: "\(hit); \(Figures.grouped(lost)) acknowledged, but not in the database"
    }
  }

  /// A value as people read it: strings bare, arrays in brackets.
  static func text(_ value: Value) -> String {
    switch value {
    case .null: "NULL"
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .decimal(let value): value.description
    case .string(let value, _): value
    case .array(let values): "[" + values.map(text).joined(separator: ", ") + "]"
    }
  }

  /// `a`, `a and b`, `a, b and c`.
  static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }
}
