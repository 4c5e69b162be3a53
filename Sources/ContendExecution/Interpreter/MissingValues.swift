import ContendModel

/// Why variables of a call have no value, for the moment in which one of them is used.
struct MissingValues {
  enum Reason {
    /// The statement there gave no row.
    case noRow(of: SourceLocation)
    /// The look-up there found nothing.
    case noEntry(at: SourceLocation)
    case unset(at: SourceLocation)
  }

  private var reasons: [Variable: Reason] = [:]
  /// What was met: a clause.
  private var met: String?

  var isEmpty: Bool { reasons.isEmpty && met == nil }

  mutating func note(_ variable: Variable, _ reason: Reason) { reasons[variable] = reason }

  /// A variable without a value is used.
  mutating func meet(_ variable: Variable, _ symbols: Symbols) {
    let reason =
      switch reasons[variable] {
      case .noRow(let place): "the statement at line \(place.line) gave no row"
      case .noEntry(let place): "line \(place.line) found no entry"
      case .unset(let place): "line \(place.line) has unset it"
      case nil: "nothing on the way has set it"
      }
    met = "variable ':\(symbols[variable])' has no value: \(reason)"
  }

  /// What was met since it was asked last.
  mutating func takeReason() -> String? {
    defer { met = nil }
    return met
  }
}
