import ContendModel
import ContendSQL

/// Names the failures that say themselves what they are: by SQLSTATE and kind.
struct KindName {
  let history: History
  let explanation: Explanation

  func anomaly(_ failure: Failure) -> Anomaly? {
    switch failure.kind {
    case .error(let code): error(code, failure)
    case .timeout: named(.timeout, failure, .pastDeadline)
    case .poolTimeout: named(.poolExhaustion, failure, .withoutPoolConnection)
    case .killed: killed(failure)
    case .stuck: StuckAtPool(history: history).anomaly()
    case .invariant, .serialOracle, .strictOracle, .rejected, .ok: nil
    }
  }

  /// A call that was killed or lost its COMMIT, where nothing else explains a violated invariant.
  func crash(in calls: [CallRecord]) -> Anomaly? {
    if let call = calls.first(where: { $0.outcome == .indeterminate }) {
      return Anomaly(
        .lostAcknowledgement,
        cause: .lostAnswer(call: call.spokenName, step: lastDone(by: call) ?? "COMMIT"), calls: [call.id])
    }
    guard let call = calls.first(where: { $0.outcome == .killed }) else { return nil }
    return Anomaly(
      .crash, cause: .killed(call: call.spokenName, after: lastDone(by: call)), calls: [call.id])
  }

  /// The last step of a call that came to its end, where the round was traced.
  private func lastDone(by call: CallRecord) -> String? {
    let last = history.events.last {
      $0.callID == call.id && $0.error == nil && ($0.kind != .harness || $0.resource != nil)
    }
    return last.map { $0.sql.count > Self.longestStep ? $0.sql.prefix(Self.longestStep) + "…" : $0.sql }
  }

  /// Characters of a step in a sentence.
  private static let longestStep = 60

  private func error(_ code: String, _ failure: Failure) -> Anomaly? {
    switch code {
    case "40P01": deadlock(failure)
    case "40001": named(.serializationFailure, failure, .unretried)
    case "23505": named(.uniqueRace, failure, .duplicateKey)
    case "23503": named(.useAfterDelete, failure, .missingReference)
    case "23514", "23P01": checkThenAct(failure)
    case "55P03", "57014", "25P03", "25P04":
      named(.timeout, failure, .afterWaiting)
    case "53300": named(.poolExhaustion, failure, .withoutServerConnection)
    default: nil
    }
  }

  private func deadlock(_ failure: Failure) -> Anomaly {
    var anomaly = named(.deadlock, failure, .deadlockVictim)
    let end = history.events.first { $0.callID == failure.calls.first && $0.error?.sqlState == "40P01" }
    if let end { anomaly.calls = [end.callID] + partners(of: end) }
    return anomaly
  }

  /// Who waited in a circle with a victim: whoever its end let go has its answer next, and then those who
  /// waited for that one. PostgreSQL's detail has a line for each process of the circle.
  private func partners(of victim: Event) -> [CallID] {
    let circle = victim.error?.detail?.split(separator: "\n").count ?? 2
    // Answers that come together are read in any order.
    let waiting = history.events.filter {
      $0.clientID != victim.clientID && $0.start < victim.end && $0.end > victim.start
    }.sorted { abs($0.end - victim.end) < abs($1.end - victim.end) }
    var partners: [CallID] = []
    for event in waiting where partners.count < circle - 1 && !partners.contains(event.callID) {
      partners.append(event.callID)
    }
    return partners
  }

  private func killed(_ failure: Failure) -> Anomaly? {
    let ids = Set(failure.calls)
    return crash(in: history.calls.filter { ids.contains($0.id) })
  }

  /// A constraint refused what an earlier read of the same call had allowed.
  private func checkThenAct(_ failure: Failure) -> Anomaly? {
    for event in history.events where failure.calls.contains(event.callID) {
      guard let error = event.error, failure.kind == .error(error.sqlState),
        let check = lastRead(before: event)
      else { continue }
      return Anomaly(
        .checkThenAct,
        cause: .actedTooLate(
          call: explanation.name(event.callID), values: values(check), code: error.sqlState,
          constraint: error.constraint),
        calls: [event.callID] + writersSeenTooLate(by: event, since: check))
    }
    return nil
  }

  /// The call that changed what had been checked: the last one that ended well between check and write.
  private func writersSeenTooLate(by event: Event, since check: Event) -> [CallID] {
    let others = history.events.filter {
      $0.callID != event.callID && $0.error == nil && $0.rowCount > 0 && !$0.sql.isRead
        && $0.end > check.start && $0.start < event.end
    }
    return others.max { $0.end < $1.end }.map { [$0.callID] } ?? []
  }

  private func lastRead(before event: Event) -> Event? {
    history.events.last {
      $0.callID == event.callID && $0.attempt == event.attempt && $0.end <= event.start
        && $0.error == nil && $0.sql.isRead
    }
  }

  private func values(_ event: Event) -> String {
    guard let row = event.rows.rows.first else { return "no row" }
    return zip(event.rows.columns, row).map { "\($0) = \($1 ?? "NULL")" }.joined(separator: ", ")
  }

  private func named(_ name: AnomalyClass, _ failure: Failure, _ end: AnomalyCause.As) -> Anomaly {
    Anomaly(
      name,
      cause: .ended(
        call: failure.calls.first.map(explanation.name), others: max(0, failure.calls.count - 1), end),
      calls: Array(failure.calls.prefix(2)))
  }
}

private func abs(_ duration: Duration) -> Duration { duration < .zero ? .zero - duration : duration }

extension String {
  fileprivate var isRead: Bool {
    switch SQLLexer.tokens(self)?.first {
    case .word("select"), .word("with"): true
    default: false
    }
  }
}
