package import ContendModel

extension CounterexampleSection {
  /// The interleaving of a traced round, as its clients saw it.
  ///
  /// Steps come in the order in which they were sent. What a statement waited for is unknown in a
  /// free run, so none counts as blocked; one that was still running when another was sent says so.
  /// - Parameters:
  ///   - calls: the calls to show; nil shows all.
  ///   - missed: reads and the writes that they did not see; those of other calls are left out.
  ///   - locations: where statements stand in the scenario file, by `Statement.id`.
  package init(
    tracing history: History, calls: Set<CallID>? = nil, missed: [MissedWrite] = [], kind: FailureKind? = nil,
    failure: String? = nil, violated: RowSample? = nil, locations: [Int: SourceLocation] = [:]
  ) {
    let events = history.events.filter { calls?.contains($0.callID) ?? true }
      .sorted { ($0.start, $0.clientID) < ($1.start, $1.clientID) }
    let shown = Set(events.map(\.clientID)).sorted()
    let names = Dictionary(history.calls.map { ($0.clientID, $0.name) }) { first, _ in first }
    let outcomes = Dictionary(history.calls.map { ($0.id, $0.outcome.description) }) { $1 }
    let lastSteps = Dictionary(events.enumerated().map { ($1.callID, $0) }) { $1 }
    let steps = events.enumerated().map { index, event in
      var step = StepSection(event, client: (shown.firstIndex(of: event.clientID) ?? 0) + 1)
      let last = events.lastIndex { $0.start < event.end } ?? index
      step.answeredAfterStep = last > index ? last + 1 : nil
      step.outcome = lastSteps[event.callID] == index ? outcomes[event.callID] : nil
      step.location = locations[event.statement]
      step.blocked = !event.blockedBy.isEmpty
      step.blockedBy = event.blockedBy.compactMap { id in shown.firstIndex(of: id).map { $0 + 1 } }
      return step
    }
    let numbers = Dictionary(events.enumerated().map { ($1, $0 + 1) }) { first, _ in first }
    let missed = missed.compactMap { missed in
      numbers[missed.read].flatMap { read in
        numbers[missed.write].map { MissedSection(read: read, write: $0) }
      }
    }
    self.init(
      round: history.round, clients: shown.map { names[$0] ?? "client \($0)" }, steps: steps,
      missed: missed, kind: kind, failure: failure, violated: violated)
  }
}

extension StepSection {
  fileprivate init(_ event: Event, client: Int) {
    self.init(
      client: client, call: event.call, attempt: event.attempt, sql: event.sql,
      values: event.parameters.map(Words.text), rows: event.rows.columns.isEmpty ? nil : event.rows,
      rowCount: event.error == nil && event.kind == .other ? event.rowCount : nil,
      rolledBack: event.isRolledBack,
      error: event.error.map { StepErrorSection(sqlState: $0.sqlState, message: $0.message) })
  }
}
