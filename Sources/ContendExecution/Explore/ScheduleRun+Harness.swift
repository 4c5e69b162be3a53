import ContendExploration
import ContendModel
import ContendPostgres
import ContendSQL

// MARK: - What can happen next

extension ScheduleRun {
  /// Everything that can happen at a point where nobody is at work; empty if nothing can.
  func choices() -> [Choice] {
    let issues = clients.filter(\.isReady).map { Choice.issue($0.identity.clientID) }
    // Where nothing else can go on, whoever would give up does.
    guard !issues.isEmpty else {
      return clients.filter { ($0.isQueued || $0.isWaiting) && resources.hasPatience($0) }
        .map { .timeOut($0.identity.clientID) } + serverTimeOuts
    }
    return issues + timeOuts + serverTimeOuts + expiries + crashes
  }

  /// A time-out that the program has set at the server can pass while a statement waits or sleeps, or
  /// while its transaction is idle.
  private var serverTimeOuts: [Choice] {
    clients.filter { !$0.isDone && $0.death == nil && $0.pendingTimeOut != nil }
      .map { .serverTimeOut($0.identity.clientID) }
  }

  /// A deadline can pass while a statement waits.
  private var timeOuts: [Choice] {
    clients.filter { $0.isWaiting && $0.time.rest != nil && $0.death == nil }
      .map { .timeOut($0.identity.clientID) }
  }

  private var expiries: [Choice] {
    resources.expiries.map { .expire($0.owner, entry: $0.number) }.sorted()
  }

  private var crashes: [Choice] {
    guard faults.crashes > 0, clients.count(where: { $0.death != nil || $0.diesOnAnswer }) < faults.crashes
    else {
      return []
    }
    let mortal = clients.filter { !$0.isDone && faults.canKill($0) }
    let during = mortal.filter { client in
      guard case .statement(let request)? = client.wanted else { return false }
      return request.commits(inTransaction: client.isInTransaction)
    }
    return mortal.map { .crash($0.identity.clientID) } + during.map { .crashDuring($0.identity.clientID) }
  }

  /// Whether every client came to its end; notes those that did not.
  func isOver() -> Bool {
    starved = clients.filter { !$0.isDone }.map {
      StuckCall(name: $0.identity.name, location: $0.interpreter?.current)
    }
    return starved.isEmpty
  }
}

// MARK: - Carrying a choice out

extension ScheduleRun {
  /// What a choice does by itself; nil if it is not possible.
  func carryOut(_ choice: Choice) async throws -> ExecutedEvent? {
    guard let client = client(choice.clientID) else { return nil }
    switch choice {
    case .issue: return try await issue(choice, client)
    case .crashDuring:
      note("killed before the answer", client)
      client.diesOnAnswer = true
      return try await issue(choice, client)
    case .crash: return ExecutedEvent(choice: choice, effects: [try await kill(client)])
    case .timeOut: return ExecutedEvent(choice: choice, effects: try await timeOut(client))
    case .serverTimeOut:
      guard let timeOut = client.pendingTimeOut else { return nil }
      return ExecutedEvent(choice: choice, effects: [try await pass(timeOut, client)])
    case .expire(let owner, let entry):
      guard let key = resources.expire(owner: owner, entry: entry) else { return nil }
      note("the time of key \(key) is over", client)
      return ExecutedEvent(choice: choice, effects: [ofClock(choice, [.init(.lock, .named("key " + key))])])
    case .wake, .victim: return nil
    }
  }

  private func issue(_ choice: Choice, _ client: ExploreClient) async throws -> ExecutedEvent {
    let isRetry = isRetry(client)
    guard case .harness(let event)? = client.wanted else {
      client.issue()
      begin(client)
      try await settle(client)
      var executed = ExecutedEvent(choice: choice, effects: [], isRetry: isRetry || self.isRetry(client))
      executed.effects.append(try await effect(of: client))
      return executed
    }
    return ExecutedEvent(
      choice: choice, effects: try await perform(event, client), isRetry: isRetry || self.isRetry(client))
  }

  private func perform(
    _ event: HarnessEvent, _ client: ExploreClient
  ) async throws -> [ExecutedEvent.Effect] {
    client.blockedBy = []
    openOperations[client.identity.clientID] = events.count
    var written = record("\(event)", client, takesTime: true)
    written.resource = event.action
    events.append(written)
    let known = Set(resources.expiries)
    guard let answer = await resources.begin(event, by: client) else {
      client.queue(for: event, behind: resources.blockers(of: client))
      if let index = openOperations[client.identity.clientID] { events[index].blockedBy = client.blockedBy }
      return [effect(of: client, event)]
    }
    let made = resources.expiries.filter { !known.contains($0) }
    client.goOn(with: answer)
    try await settle(client)
    close(client, answer)
    // The clock of a new entry begins to run here.
    return [effect(of: client, event)] + made.map { ofClock(.expire($0.owner, entry: $0.number), []) }
  }

  /// What the client waited for has come, or will not come any more.
  func resume(_ client: ExploreClient, _ answer: ResourceAnswer?) async throws -> ExecutedEvent.Effect {
    let event = client.operation
    client.goOn(with: answer)
    try await settle(client)
    close(client, answer)
    return event.map { effect(of: client, $0) } ?? effect(of: client, .everything)
  }
}

// MARK: - Faults

extension ScheduleRun {
  private func timeOut(_ client: ExploreClient) async throws -> [ExecutedEvent.Effect] {
    note("waits no longer", client)
    guard client.isWaiting else {
      // Its next step is a reaction: others that wait may get what it does not want any more.
      resources.timeOut(client)
      return []
    }
    client.isTimedOut = true
    letGo(client)
    await monitor.cancel(client.connection.backend)
    try await waitUntilSettled([client])
    return [try await effect(of: client)]
  }

  /// A time-out of the server passes.
  private func pass(
    _ timeOut: ServerTimeOut, _ client: ExploreClient
  ) async throws -> ExecutedEvent.Effect {
    note("\(timeOut.rawValue) passes", client)
    if client.isWaiting {
      if timeOut == .lock, footprints.reach(of: client.booking.request.sql).hazards.contains(.untraceable) {
        // The wait ends by a cancel, whose SQLSTATE is changed only where it leaves the server.
        doubt =
          "lock_timeout passed in code that may handle it, where it looks like a cancel (57014, not 55P03)."
      }
      client.fire(timeOut)
      letGo(client)
      if timeOut.endsSession {
        try await monitor.terminate([client.connection.backend])
      } else {
        await monitor.cancel(client.connection.backend)
      }
      try await waitUntilSettled([client])
      return try await effect(of: client)
    }
    guard client.isInTransaction, timeOut.endsSession else {
      return try await endSleep(of: client, by: timeOut)
    }
    let (session, transaction) = (client.currentSession, client.currentTransaction)
    try await monitor.terminate([client.connection.backend])
    client.lose(to: timeOut)
    held[session] = nil
    return ExecutedEvent.Effect(
      clientID: client.identity.clientID, session: session, transaction: transaction.number,
      isolation: transaction.isolation, footprint: Footprint([], ending: .rollback, isUniversal: true))
  }

  /// Issues a statement that sleeps, and ends it.
  private func endSleep(
    of client: ExploreClient, by timeOut: ServerTimeOut
  ) async throws -> ExecutedEvent.Effect {
    client.issue()
    client.fire(timeOut)
    begin(client)
    while !client.isSettled {
      await stage.nextChange(limit: .milliseconds(5))
      if !client.isSettled { await monitor.cancel(client.connection.backend) }
    }
    try await waitUntilSettled([client])
    return try await effect(of: client)
  }

  private func kill(_ client: ExploreClient) async throws -> ExecutedEvent.Effect {
    note("killed", client)
    let footprint = footprintOfDeath(of: client)
    client.death = .killed
    if client.isWaiting {
      letGo(client)
      try await monitor.terminate([client.connection.backend])
    } else {
      // It is not ready for anything any more, and not settled before its call is over.
      client.think()
      client.open()
    }
    try await waitUntilSettled([client])
    for session in client.sessions { held[session] = nil }
    return effect(of: client, footprint)
  }

  /// What a client that dies gives back: what its transaction has, or what is not known so exactly.
  private func footprintOfDeath(of client: ExploreClient) -> Footprint {
    let holdsPlace = resources.limits.pool != nil && !client.checkedOut.isEmpty
    var isServed = false
    if case .harness(.answer(let request))? = client.wanted {
      isServed = resources.limits.places(for: request) != nil
    }
    if client.connections.count > 1 || holdsPlace || isServed || client.isQueued || client.isWaiting
      || held[client.currentSession]?.isUnknown == true || met.refreshesSessions
    {
      return .everything
    }
    return Footprint([], ending: client.isInTransaction ? .rollback : nil)
  }

  /// The server ends the sessions of who is dead, and others get what it had of the harness.
  func buryTheDead() async throws {
    for client in clients where client.death != nil && client.isDone {
      guard buried.insert(client.identity.clientID).inserted else { continue }
      let open = client.connections.values.filter(\.isUsable).map(\.backend)
      if !open.isEmpty { try await monitor.terminate(open) }
      for connection in client.connections.values { connection.close() }
      resources.abandon(client)
    }
  }
}

// MARK: - Effects

extension ScheduleRun {
  private func effect(of client: ExploreClient, _ event: HarnessEvent) -> ExecutedEvent.Effect {
    effect(of: client, Footprint(resources.limits.footprint(of: event)))
  }

  private func effect(of client: ExploreClient, _ footprint: Footprint) -> ExecutedEvent.Effect {
    ExecutedEvent.Effect(
      clientID: client.identity.clientID, transaction: client.mainTransaction.number,
      isolation: client.mainTransaction.isolation, footprint: footprint,
      isWaiting: client.isQueued || client.isWaiting)
  }

  /// What the clock of an entry does.
  private func ofClock(_ choice: Choice, _ accesses: [Footprint.Access]) -> ExecutedEvent.Effect {
    ExecutedEvent.Effect(clientID: choice.process, transaction: 0, footprint: Footprint(accesses))
  }
}

// MARK: - Writing down

extension ScheduleRun {
  /// A step that is no statement, as a line of its own; what takes no time is nobody's event.
  private func record(_ text: String, _ client: ExploreClient, takesTime: Bool) -> Event {
    var event = Event(
      clientID: client.identity.clientID, call: client.interpreter?.integer(.call) ?? 0,
      attempt: client.interpreter?.integer(.attempt) ?? 1, statement: -1, sql: text, kind: .harness,
      parameters: [], rows: RowSample(columns: [], rows: [], count: 0), rowCount: 0, error: nil,
      start: .microseconds(2 * step), end: .microseconds(2 * step + (takesTime ? 1 : 0)))
    event.connection = client.used
    return event
  }

  private func note(_ text: String, _ client: ExploreClient) {
    events.append(record("-- " + text, client, takesTime: false))
  }

  private func close(_ client: ExploreClient, _ answer: ResourceAnswer?) {
    guard let index = openOperations.removeValue(forKey: client.identity.clientID) else { return }
    events[index].end = .microseconds(2 * step + 1)
    events[index].fill(answer)
  }
}
