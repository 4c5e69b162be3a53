package import ContendModel

/// Judges how calls ended: errors and time-outs fail unless `\allow`ed, and `\never` beats `\allow`.
///
/// A rejection, a killed or an indeterminate call fails only if `\never` names it.
package struct OutcomeOracle: Oracle {
  private let judging: Judging

  package init(judging: Judging) { self.judging = judging }

  package func judge(_ history: History) -> Judgement {
    var byKind: [FailureKind: [CallRecord]] = [:]
    for call in history.calls where isFailure(call.outcome) {
      byKind[FailureKind(call.outcome), default: []].append(call)
    }
    guard !byKind.isEmpty else { return .valid }
    var others: [FailureKind: Int] = [:]
    for (outcome, count) in history.uncollected { others[FailureKind(outcome), default: 0] += count }
    return .invalid(
      byKind.keys.sorted().map { failure($0, calls: byKind[$0] ?? [], others: others[$0] ?? 0) })
  }

  package func isFailure(_ outcome: Outcome) -> Bool {
    if judging.never.contains(where: { $0.matches(outcome) }) { return true }
    switch outcome.kind {
    case .error, .timeout, .poolTimeout: return !judging.allow.contains { $0.matches(outcome) }
    case .ok, .rejected, .killed, .indeterminate: return false
    }
  }

  private func failure(_ kind: FailureKind, calls: [CallRecord], others: Int) -> Failure {
    let first = calls.first.map { call in
      FailureEvidence.First(
        name: call.spokenName, call: call.call,
        end: call.explanation.map(FailureEvidence.End.said) ?? FailureEvidence.End(call.outcome))
    }
    return Failure(
      kind: kind, calls: calls.map(\.id),
      evidence: .calls(kind: kind, count: calls.count + others, first: first))
  }
}

extension FailureKind {
  /// The kind of failure that an outcome is where it counts as one.
  init(_ outcome: Outcome) {
    switch outcome {
    case .ok: self = .ok
    case .rejected(let reason): self = .rejected(reason)
    case .sqlError(let error): self = .error(error.sqlState)
    case .applicationError(let reason): self = .error(reason)
    case .timeout: self = .timeout
    case .poolTimeout: self = .poolTimeout
    case .killed, .indeterminate: self = .killed
    }
  }
}

extension FailureKind {
  fileprivate init(_ outcome: OutcomePattern) {
    switch outcome.kind {
    case .ok: self = .ok
    case .rejected: self = .rejected(outcome.detail ?? "")
    case .error: self = .error(outcome.detail ?? "")
    case .timeout: self = .timeout
    case .poolTimeout: self = .poolTimeout
    case .killed, .indeterminate: self = .killed
    }
  }
}

extension FailureEvidence.End {
  fileprivate init(_ outcome: Outcome) {
    switch outcome {
    case .sqlError(let error): self = .said(error.message)
    case .applicationError(let reason): self = .application(reason: reason)
    case .rejected(let reason): self = .rejected(reason: reason)
    case .ok: self = .ok
    case .timeout: self = .timeout
    case .poolTimeout: self = .poolTimeout
    case .killed: self = .killed
    case .indeterminate: self = .indeterminate
    }
  }
}
