import ContendModel
package import ContendVerdict

extension Sentences {
  package static func text(_ advice: IsolationAdvice) -> String {
    switch advice {
    case .levelOrLockHelps:
      "No serial order of its transactions gives this outcome either: a lock, an atomic statement or a stronger "
        + "isolation level can prevent it."
    case .transactionIsTooSmall:
      "Its transactions one after another fail so too, and a stronger isolation level does not change that: what "
        + "belongs together has to become one transaction, or the write has to check again what was read."
    case .everyTransactionNeedsLevel:
      "A stronger isolation level helps where all of its transactions have it, the one that only reads included: "
        + "at SERIALIZABLE one of them ends in 40001 and has to be retried."
    case .atLevel(let level, let result): "At \(level.rawValue) \(text(result))"
    }
  }

  private static func text(_ result: IsolationAdvice.Result) -> String {
    switch result {
    case .stillFails: "the same interleaving still fails."
    case .retries: "it vanishes: one call ends in 40001 instead and has to be retried."
    case .fails(let kind): "the same interleaving ends in \(kind) instead."
    case .couldNotRun: "the same interleaving could not be run."
    case .passes: "the same interleaving does no harm."
    }
  }
}
