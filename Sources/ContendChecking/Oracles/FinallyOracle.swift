package import ContendModel

/// Judges what runs after the clients: an error in `\finally` is a failure.
package struct FinallyOracle: Oracle {
  package init() {}

  package func judge(_ history: History) -> Judgement {
    guard let error = history.finallyError else { return .valid }
    return .invalid([
      Failure(
        kind: .error(error.sqlState),
        evidence: .finally(code: error.sqlState, message: error.message))
    ])
  }
}
