import ContendModel
import ContendVerdict

extension EvidenceSection {
  /// Without the values of rows; figures, names and places stay.
  mutating func redact(_ redactor: inout Redactor) {
    switch finding {
    case .rounds(let found): finding = .rounds(found.redacted(&redactor))
    case .schedules(let found): finding = .schedules(found.redacted(&redactor))
    case .serial(let found): finding = .serial(found.redacted(&redactor))
    case .scrutiny: break
    }
  }
}

extension RoundEvidence {
  fileprivate func redacted(_ redactor: inout Redactor) -> RoundEvidence {
    switch self {
    case .newFailure(let kind, let fix, let first, let control, let message):
      .newFailure(
        kind: kind, fix: fix, first: first, control: control, message: message?.redacted(&redactor))
    case .sameFailures(let kinds, let fix, let interval, let control, let message):
      .sameFailures(
        kinds: kinds, fix: fix, interval: interval, control: control, message: message?.redacted(&redactor))
    case .unjudged(let rounds, let reasons):
      .unjudged(rounds: rounds, reasons: reasons.map { redactor.redactedMessage($0) })
    case .notReproduced(let control, let bound, let more, let unjudged, let reasons):
      .notReproduced(
        control: control, bound: bound, more: more, unjudged: unjudged,
        reasons: reasons.map { redactor.redactedMessage($0) })
    default: self
    }
  }
}

extension ScheduleEvidence {
  fileprivate func redacted(_ redactor: inout Redactor) -> ScheduleEvidence {
    switch self {
    case .failing(let kind, let fix, let shortest, let new, let stress, let message, let intact):
      .failing(
        kind: kind, fix: fix, shortest: shortest, new: new, stress: stress,
        message: message?.redacted(&redactor), intact: intact)
    case .unjudged(let reason): .unjudged(reason: redactor.redactedMessage(reason))
    default: self
    }
  }
}

extension SerialEvidence {
  fileprivate func redacted(_ redactor: inout Redactor) -> SerialEvidence {
    switch self {
    case .fails(let place, let kinds, let new, let orders, var shortest):
      shortest.failure = shortest.failure?.redacted(&redactor)
      return .fails(place: place, kinds: kinds, new: new, orders: orders, shortest: shortest)
    case .raceOfOrder(let variant, let orders, var shortest):
      shortest.failure = shortest.failure?.redacted(&redactor)
      return .raceOfOrder(variant: variant, orders: orders, shortest: shortest)
    case .tableDiffers(let table, let control, let before, let after, let shared):
      return .tableDiffers(
        table: table, control: control, before: before.map { redactor.token(for: $0) },
        after: after.map { redactor.token(for: $0) }, shared: shared)
    default: return self
    }
  }
}

extension FailureEvidence {
  fileprivate func redacted(_ redactor: inout Redactor) -> FailureEvidence {
    switch self {
    case .calls(let kind, let count, var first):
      if case .said(let text)? = first?.end { first?.end = .said(redactor.redactedMessage(text)) }
      return .calls(kind: kind, count: count, first: first)
    case .rows(let invariant, var sample):
      sample.redact(&redactor)
      return .rows(invariant: invariant, sample: sample)
    case .finally(let code, let message):
      return .finally(code: code, message: redactor.redactedMessage(message))
    case .noSerialOrder(let transactions, let ends, var nearest):
      for index in nearest?.items.indices ?? 0..<0 { nearest?.items[index].redact(&redactor) }
      return .noSerialOrder(transactions: transactions, ends: ends, nearest: nearest)
    case .text(let text): return .text(redactor.redactedMessage(text))
    case .unending, .onlyEarlierOrders: return self
    }
  }
}

extension OutcomeDifference.Item {
  fileprivate mutating func redact(_ redactor: inout Redactor) {
    seen = seen.map { redactor.token(for: $0) }
    serial = serial.map { redactor.token(for: $0) }
    row = redactor.token(ofRow: row)
  }
}
