package import ContendModel

extension OutcomePattern {
  /// Whether an outcome is one that the pattern names.
  ///
  /// A detail of two characters also names the class of SQLSTATEs that begin with it, and `deadlock`
  /// names 40P01.
  package func matches(_ outcome: Outcome) -> Bool {
    guard outcome.kind == kind else { return false }
    guard let detail else { return true }
    if outcome.detail == detail { return true }
    guard case .sqlError(let error) = outcome else { return false }
    if detail == "deadlock" { return error.sqlState == "40P01" }
    return detail.count == 2 && error.sqlState.hasPrefix(detail)
  }
}
