package import ContendModel

/// A call that had to be cancelled never finished, and that is a failure.
package struct StuckOracle: Oracle {
  package init() {}

  package func judge(_ history: History) -> Judgement {
    guard !history.stuck.isEmpty else { return .valid }
    let calls = history.stuck.map { call in
      call.location.map { "\(call.name) at \($0)" } ?? call.name
    }
    let sentence = "did not return within the step time-out: \(calls.joined(separator: ", "))"
    return .invalid([Failure(kind: .stuck, sentence: sentence + ".")])
  }
}
