import ContendModel
import ContendStatistics

/// What changed between stored results and those of a run, variant by variant.
///
/// A scenario is known by its name and a fix by its own. What was not run now, or was not stored, is no change.
package struct BaselineComparison: Hashable, Sendable {
  package struct Change: Hashable, Sendable {
    package var isWorse: Bool
    /// Without its full stop.
    package var sentence: String
  }

  package private(set) var changes: [Change] = []

  package init(_ list: ResultList, against stored: [ResultDocument]) {
    for old in stored {
      if list.unrunnable.contains(where: { $0.name == old.scenario.name }) {
        changes.append(Change(isWorse: true, sentence: "\(old.scenario.name) can no longer be run"))
      }
      guard let new = list.documents.first(where: { $0.scenario.name == old.scenario.name }) else { continue }
      changes += ScenarioChanges(from: old, to: new).all
    }
  }

  package var isWorse: Bool { changes.contains(where: \.isWorse) }
}

/// What changed in one scenario.
private struct ScenarioChanges {
  let old: ResultDocument
  let new: ResultDocument

  init(from old: ResultDocument, to new: ResultDocument) {
    self.old = old
    self.new = new
  }

  var all: [BaselineComparison.Change] {
    let fixes = old.fixes.flatMap { old in
      new.fixes.first { $0.name == old.name }.map { changes(from: old, to: $0) } ?? []
    }
    return control + fixes
  }

  private var control: [BaselineComparison.Change] {
    guard old.control.reproduced != new.control.reproduced else { return [] }
    return [
      old.control.reproduced
        ? worse(new.control.variant, "no longer fails, so nothing is shown about its fixes")
        : better(new.control.variant, "fails again, as a control should")
    ]
  }

  private func changes(from old: FixSection, to new: FixSection) -> [BaselineComparison.Change] {
    var changes: [BaselineComparison.Change] = []
    // A broken threshold shows here too, as `regressed`.
    let (before, after) = (Self.rank(old.verdict), Self.rank(new.verdict))
    if before != after {
      let text = "is \(new.verdict.rawValue), was \(old.verdict.rawValue)"
      // Knowing less than before is no improvement, whatever was known.
      let isWorse = after > before || new.verdict == .inconclusive
      changes.append(isWorse ? worse(new.name, text) : better(new.name, text))
    }
    return changes + rates(new.name, old.stress, new.stress)
  }

  /// A rate has changed where the intervals have no point in common.
  private func rates(
    _ name: String, _ old: StressSection?, _ new: StressSection?
  ) -> [BaselineComparison.Change] {
    guard let before = old?.interval, let after = new?.interval,
      let oldRate = Words.failingRounds(old), let newRate = Words.failingRounds(new)
    else { return [] }
    let text = "fails in \(newRate) rounds, was \(oldRate)"
    if after.low > before.high { return [worse(name, text)] }
    return after.high < before.low ? [better(name, text)] : []
  }

  private func worse(_ variant: String, _ text: String) -> BaselineComparison.Change {
    .init(isWorse: true, sentence: "\(new.scenario.name) / \(variant) \(text)")
  }

  private func better(_ variant: String, _ text: String) -> BaselineComparison.Change {
    .init(isWorse: false, sentence: "\(new.scenario.name) / \(variant) \(text)")
  }

  /// From the best to the worst.
  private static func rank(_ verdict: Verdict) -> Int {
    switch verdict {
    case .eliminatedProved: 0
    case .eliminatedStatistically: 1
    default: verdict.priority + 1
    }
  }
}
