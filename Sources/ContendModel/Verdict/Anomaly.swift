/// The name of a failure, and why it is called that.
public struct Anomaly: Hashable, Sendable {
  public var anomalyClass: AnomalyClass
  /// The name in the literature (Berenson et al., SIGMOD 1995; Adya 1999), such as `P4` or `A5B`.
  public var alias: String?
  /// Why it is called that.
  package var cause: AnomalyCause
  /// The calls that show it, out of all that the round had.
  public var calls: [CallID]
  /// Reads of a row in which a write of another call was not visible yet.
  public var missed: [MissedWrite] = []

  package init(
    _ anomalyClass: AnomalyClass, alias: String? = nil, cause: AnomalyCause, calls: [CallID] = [],
    missed: [MissedWrite] = []
  ) {
    self.anomalyClass = anomalyClass
    self.alias = alias
    self.cause = cause
    self.calls = calls
    self.missed = missed
  }
}

/// A read that did not see a write which came to be in force all the same.
public struct MissedWrite: Hashable, Sendable {
  public var read: Event
  public var write: Event

  public init(read: Event, write: Event) {
    self.read = read
    self.write = write
  }
}
