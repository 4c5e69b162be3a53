/// What kind of concurrency bug a failure is; the raw value is the token of `\expect` and JSON.
public enum AnomalyClass: String, Hashable, Sendable, CaseIterable, Codable {
  case lostUpdate = "lost-update"
  case dirtyWrite = "dirty-write"
  case nonRepeatableRead = "non-repeatable-read"
  case readSkew = "read-skew"
  case writeSkew = "write-skew"
  case phantom
  case g2Item = "g2-item"
  case g2
  case readOnlyAnomaly = "read-only-anomaly"
  case checkThenAct = "check-then-act"
  case doubleProcessing = "double-processing"
  case useAfterDelete = "use-after-delete"
  case uniqueRace = "unique-race"
  case deadlock
  case serializationFailure = "serialization-failure"
  case staleCache = "stale-cache"
  case lostAcknowledgement = "lost-acknowledgement"
  case lostWakeup = "lost-wakeup"
  case timeout
  case poolExhaustion = "pool-exhaustion"
  case crash
  /// No more specific name was found.
  case invariant
}
