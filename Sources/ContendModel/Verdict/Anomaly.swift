/// The name of a failure and the one sentence that says why it is called that.
public struct Anomaly: Hashable, Sendable {
  public var anomalyClass: AnomalyClass
  /// The name in the literature (Berenson et al., SIGMOD 1995; Adya 1999), such as `P4` or `A5B`.
  public var alias: String?
  /// Speaks in names and values.
  public var sentence: String
  /// The calls that show it, out of all that the round had.
  public var calls: [CallID]

  public init(_ anomalyClass: AnomalyClass, alias: String? = nil, sentence: String, calls: [CallID] = []) {
    self.anomalyClass = anomalyClass
    self.alias = alias
    self.sentence = sentence
    self.calls = calls
  }
}
