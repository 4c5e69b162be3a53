package import ContendModel

/// A call that had to be cancelled, or that nothing could wake any more, never finished: a failure.
package struct StuckOracle: Oracle {
  package init() {}

  package func judge(_ history: History) -> Judgement {
    guard !history.stuck.isEmpty else { return .valid }
    let calls = history.stuck.map { call in
      call.location.map { "\(call.name) at \($0)" } ?? call.name
    }
    return .invalid([Failure(kind: .stuck, evidence: .unending(calls: calls))])
  }
}
