/// The name of a failure, and why it is called that.
public struct Anomaly: Hashable, Sendable {
  public var anomalyClass: AnomalyClass
  /// The name in the literature (Berenson et al., SIGMOD 1995; Adya 1999), such as `P4` or `A5B`.
  public var alias: String?
  /// Why it is called that.
  package var cause: AnomalyCause
  /// The calls that show it, out of all that the round had.
  public var calls: [CallID]

  package init(
    _ anomalyClass: AnomalyClass, alias: String? = nil, cause: AnomalyCause, calls: [CallID] = []
  ) {
    self.anomalyClass = anomalyClass
    self.alias = alias
    self.cause = cause
    self.calls = calls
  }
}
