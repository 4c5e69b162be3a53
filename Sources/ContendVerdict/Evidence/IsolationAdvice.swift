package import ContendModel

/// What would make a failing interleaving vanish, found by trying it.
package enum IsolationAdvice: Hashable, Sendable {
  /// No serial order of its transactions gives this outcome either.
  case levelOrLockHelps
  /// Its transactions fail one after another too.
  case transactionIsTooSmall
  /// What the same interleaving comes to at a stronger level.
  case atLevel(IsolationLevel, Result)
  /// A read-only anomaly: every transaction needs the level, the one that only reads included.
  case everyTransactionNeedsLevel

  package enum Result: Hashable, Sendable {
    case stillFails, retries, fails(FailureKind), couldNotRun, passes
  }
}
