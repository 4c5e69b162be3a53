import ContendModel

/// What a variant says for itself, beside its body.
struct VariantOutline {
  private let variant: Variant
  private let scenario: Scenario

  init(_ variant: Variant, in scenario: Scenario) {
    self.variant = variant
    self.scenario = scenario
  }

  var lines: [String] {
    let conditions = variant.conditions.outline(beside: scenario.conditions, scenario.symbols)
    let sections = [
      variant.migration.isEmpty
        ? nil : "a migration of " + Figures.plural(variant.migration.count, "statement"),
      variant.finally == nil ? nil : "a \\finally of its own",
      variant.leaves.isEmpty ? nil : "need not write " + Words.list(variant.leaves),
    ].compactMap(\.self)
    return [conditions, sections, variant.thresholds.map { "threshold \($0.written)" }]
      .filter { !$0.isEmpty }.map { $0.joined(separator: "; ") } + oracle
  }

  private var oracle: [String] {
    let units = variant.serialUnits(in: scenario.judging)
    let common = SerialUnits(scenario.judging.atomicity, isStrict: scenario.judging.isStrict)
    guard units != common else { return [] }
    guard let outline = units.outline else { return ["oracle: none, the invariants alone judge it"] }
    return ["oracle: \(outline)"]
  }
}

extension SerialUnits {
  /// Nil where the oracle is turned off.
  var outline: String? {
    guard unit != .none else { return nil }
    let exceptions = roles.sorted { $0.key < $1.key }.map { "\($0.value.plural) of \($0.key)" }
    return
      "the outcome must be one that some serial order of the \(Words.list([unit.plural] + exceptions)) gives"
      + (isStrict ? ", a call that ended before another began coming first" : "")
  }
}

extension Atomicity {
  fileprivate var plural: String { self == .transaction ? "transactions" : "calls" }
}

extension Conditions {
  /// Those that are not the same in `common`.
  func outline(beside common: Conditions, _ symbols: Symbols) -> [String] {
    [
      pool == common.pool ? nil : pool.map { $0.outline(symbols) },
      roundTrip == common.roundTrip ? nil : roundTrip.map { "round trips of \($0.written)" },
      deadline == common.deadline
        ? nil
        : deadline.map { "a deadline of \($0.limit.written) for each \($0.isTotal ? "call" : "attempt")" },
      isolation == common.isolation ? nil : isolation.map { "transactions at \($0.rawValue)" },
    ].compactMap(\.self)
  }
}

extension Conditions.Pool {
  fileprivate func outline(_ symbols: Symbols) -> String {
    "a pool of \(Figures.plural(size, "connection"))" + (parameter.map { " (\(symbols[$0]))" } ?? "")
      + (acquireTimeout.map { ", waited for up to \($0.written)" } ?? "")
  }
}

extension Threshold {
  /// With the unit of a duration.
  var written: String {
    switch metric {
    case .p50, .p95, .p99, .max, .mean:
      "\(metric.rawValue) \(comparison.rawValue) \(Duration.milliseconds(limit).written)"
    default: description
    }
  }
}

extension Duration {
  /// As a scenario writes it, in the largest unit that makes it a whole number.
  fileprivate var written: String {
    let units: [(Duration, String)] = [
      (.seconds(60), "min"), (.seconds(1), "s"), (.milliseconds(1), "ms"), (.microseconds(1), "us"),
    ]
    for (unit, name) in units {
      let amount = self / unit
      if amount >= 1, amount == amount.rounded() { return "\(Int(amount))\(name)" }
    }
    return "\(self)"
  }
}
