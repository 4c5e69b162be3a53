import ContendModel

@testable import ContendExploration

/// A database and its clients, small and deterministic, that behaves as PostgreSQL does between
/// statements: row locks that block, EvalPlanQual, snapshots, 40001, deadlocks with a chosen victim.
struct SimulatedDatabase: Sendable {
  private struct Client: Sendable {
    var program: Program.Client
    var next = 0
    var attempt = 1
    var memory = 0
    var transaction: Int?
    var transactions = 0
    var log: [String] = []
    var isWaiting = false
    /// Its next event begins another attempt or another turn of a loop.
    var isRetrying = false
  }

  private enum Progress {
    case done
    case waits
    case fails(String)
    /// Zero rows: the optimistic update lost.
    case startsOver
  }

  private let fusesBegin: Bool
  private let victims: DeadlockVictims
  private var clients: [Int: Client] = [:]
  private var storage = Storage()
  private var locks = LockTable()
  private var lastWaiter = 0
  private var effects: [Effect] = []
  /// Waiters or victims that have to be chosen among.
  private var race: [Choice] = []

  init(_ program: Program, fusesBegin: Bool, victims: DeadlockVictims) {
    self.fusesBegin = fusesBegin
    self.victims = victims
    for (index, client) in program.clients.enumerated() { clients[index + 1] = Client(program: client) }
  }

  /// What is possible; nothing once all clients are done, or wait for ever.
  var enabled: [Choice] {
    guard race.isEmpty else { return race }
    return clients.keys.sorted().filter { isReady($0) }.map(Choice.issue)
  }

  /// Final state and what each client saw.
  var outcome: String {
    let state = storage.finalState.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let logs = clients.sorted { $0.key < $1.key }.map { "\($0.key):" + $0.value.log.joined(separator: ",") }
    return (state + logs).joined(separator: " ")
  }

  var finalState: [Row: Int] { storage.finalState }

  mutating func apply(_ choice: Choice) -> ExecutedEvent {
    effects = []
    race = []
    let isRetry = choice.isIssue && (clients[choice.clientID]?.isRetrying ?? false)
    switch choice {
    case .issue(let client): issue(client)
    case .wake(let client): wake(client)
    case .victim(let client): fail(client, "40P01", accesses: [])
    case .timeOut, .serverTimeOut, .crash, .crashDuring, .expire: break  // nothing of this can happen here
    }
    settle()
    return ExecutedEvent(choice: choice, effects: effects, isRetry: isRetry)
  }

  private func isReady(_ client: Int) -> Bool {
    guard let state = clients[client] else { return false }
    return !state.isWaiting && state.next < state.program.statements.count
  }
}

// MARK: - Events

extension SimulatedDatabase {
  private mutating func issue(_ client: Int) {
    clients[client]?.isRetrying = false
    guard let state = clients[client] else { return }
    if state.program.statements[state.next] == .begin {
      open(client, isAutocommit: false)
      clients[client]?.next += 1
      guard fusesBegin, isReady(client) else {
        note(client, Footprint())
        return
      }
    } else if state.transaction == nil {
      open(client, isAutocommit: true)
    }
    run(client)
  }

  private mutating func wake(_ client: Int) {
    locks.leaveQueue(client)
    clients[client]?.isWaiting = false
    run(client, isWoken: true)
  }

  /// Deadlocks and releases until nothing moves by itself or there is something to choose.
  private mutating func settle() {
    while true {
      let cycle = locks.deadlocked
      if !cycle.isEmpty {
        if victims == .all {
          race = cycle.map(Choice.victim)
          return
        }
        fail(lastWaiter, "40P01", accesses: [])
        continue
      }
      let runnable = locks.runnable
      if runnable.count > 1 { race = runnable.map(Choice.wake) }
      guard runnable.count == 1 else { return }
      wake(runnable[0])
    }
  }

  private mutating func open(_ client: Int, isAutocommit: Bool) {
    guard var state = clients[client] else { return }
    state.transactions += 1
    state.transaction = storage.transactions.count
    storage.transactions.append(
      Transaction(
        client: client, number: state.transactions, isolation: state.program.isolation,
        isAutocommit: isAutocommit))
    clients[client] = state
  }

  private mutating func note(_ client: Int, _ footprint: Footprint, isWaiting: Bool = false) {
    guard let state = clients[client] else { return }
    effects.append(
      Effect(
        clientID: client, transaction: state.transactions, isolation: state.program.isolation,
        footprint: footprint,
        isWaiting: isWaiting))
  }

  private mutating func run(_ client: Int, isWoken: Bool = false) {
    guard let state = clients[client], let id = state.transaction else { return }
    var footprint = Footprint()
    if case .commit = state.program.statements[state.next] {
      commit(client, id, &footprint)
      return
    }
    if case .rollback = state.program.statements[state.next] {
      footprint.ending = .rollback
      close(client, id, isCommitted: false)
      clients[client]?.next += 1
      note(client, footprint)
      return
    }
    if !isWoken { footprint.fixesSnapshot = storage.takeSnapshot(id) }
    let progress =
      storage.transactions[id].isDoomed ? .fails("40001") : perform(client, id, isWoken: isWoken, &footprint)
    switch progress {
    case .waits:
      clients[client]?.isWaiting = true
      lastWaiter = client
      note(client, footprint, isWaiting: true)
    case .fails(let code):
      fail(client, code, accesses: footprint.accesses, fixesSnapshot: footprint.fixesSnapshot)
    case .startsOver:
      footprint.ending = .rollback
      close(client, id, isCommitted: false)
      note(client, footprint)
      startOver(client)
    case .done:
      clients[client]?.next += 1
      if storage.transactions[id].isAutocommit {
        commit(client, id, &footprint, isStatement: true)
      } else {
        note(client, footprint)
      }
    }
  }

  private mutating func commit(
    _ client: Int, _ id: Int, _ footprint: inout Footprint, isStatement: Bool = false
  ) {
    if storage.checkBeforeCommit(id) {
      fail(client, "40001", accesses: footprint.accesses, fixesSnapshot: footprint.fixesSnapshot)
      return
    }
    footprint.ending = .commit
    close(client, id, isCommitted: true)
    if !isStatement { clients[client]?.next += 1 }
    note(client, footprint)
  }

  private mutating func close(_ client: Int, _ id: Int, isCommitted: Bool) {
    if isCommitted { storage.commit(id) } else { storage.abort(id) }
    locks.release(client: client)
    clients[client]?.transaction = nil
  }

  private mutating func fail(_ client: Int, _ code: String, accesses: [Access], fixesSnapshot: Bool = false) {
    guard let id = clients[client]?.transaction else { return }
    close(client, id, isCommitted: false)
    note(client, Footprint(accesses, fixesSnapshot: fixesSnapshot, ending: .rollback))
    clients[client]?.isWaiting = false
    clients[client]?.log.append("!" + code)
    startOver(client)
  }

  private mutating func startOver(_ client: Int) {
    guard var state = clients[client] else { return }
    if state.attempt < state.program.attempts {
      state.attempt += 1
      state.next = 0
      state.isRetrying = true
    } else {
      state.log.append("gave up")
      state.next = state.program.statements.count
    }
    clients[client] = state
  }
}

// MARK: - Statements

extension SimulatedDatabase {
  private mutating func perform(_ client: Int, _ id: Int, isWoken: Bool, _ footprint: inout Footprint)
    -> Progress
  {
    guard let state = clients[client] else { return .done }
    switch state.program.statements[state.next] {
    case .begin, .commit, .rollback: return .done
    case .read(let rows): return read(rows, client, id, &footprint)
    case .sum(let table):
      let progress = read(storage.rows(of: table), client, id, &footprint)
      footprint.accesses = [Access(.read, .relation(UInt32(table)))]
      return progress
    case .lock(let row, let isShared):
      footprint.accesses = [Access(.read, row.resource), Access(isShared ? .share : .lock, row.resource)]
      guard locks.acquire(row, client: client, isShared: isShared) else { return .waits }
      if isTooNew(row, id) { return .fails("40001") }
      if storage.read(row, by: id) { return .fails("40001") }
      remember(storage.transactions[id].written[row] ?? storage.newest(row).value, client)
      return .done
    case .set(let row, let amount): return write(row, client, id, &footprint) { _ in state.memory + amount }
    case .add(let row, let amount): return write(row, client, id, &footprint) { $0 + amount }
    case .addBoth(let row, let other, let amount, let seen):
      if let seen, !isWoken {
        footprint.accesses.append(Access(.read, seen.resource))
        remember(storage.value(of: seen, for: id), client)
      }
      let first = write(row, client, id, &footprint) { $0 + amount }
      guard case .done = first else { return first }
      let second = write(other, client, id, &footprint) { $0 + amount }
      // What the first half wrote is written again when the statement goes on.
      if case .waits = second { storage.transactions[id].written[row] = nil }
      return second
    case .setIfUnchanged(let row, let amount):
      var isUnchanged = true
      let progress = write(row, client, id, &footprint) { value in
        isUnchanged = value == state.memory
        return isUnchanged ? value + amount : value
      }
      guard case .done = progress, !isUnchanged else { return progress }
      return .startsOver
    case .awaitValue(let row, let value): return spin(on: row, until: value, client, id, &footprint)
    }
  }

  private mutating func spin(
    on row: Row, until value: Int, _ client: Int, _ id: Int, _ footprint: inout Footprint
  ) -> Progress {
    footprint.accesses = [Access(.read, row.resource)]
    guard storage.value(of: row, for: id) != value else { return .done }
    clients[client]?.next -= 1
    clients[client]?.isRetrying = true
    clients[client]?.attempt += 1
    if let state = clients[client], state.attempt > state.program.attempts {
      return .fails("gave up")
    }
    return .done
  }

  private mutating func read(_ rows: [Row], _ client: Int, _ id: Int, _ footprint: inout Footprint)
    -> Progress
  {
    footprint.accesses = rows.map { Access(.read, $0.resource) }
    var sum = 0
    for row in rows {
      if storage.read(row, by: id) { return .fails("40001") }
      sum += storage.value(of: row, for: id)
    }
    remember(sum, client)
    return .done
  }

  private mutating func write(
    _ row: Row, _ client: Int, _ id: Int, _ footprint: inout Footprint, _ value: (Int) -> Int
  ) -> Progress {
    footprint.accesses.append(Access(.write, row.resource))
    guard locks.acquire(row, client: client, isShared: false) else { return .waits }
    if isTooNew(row, id) { return .fails("40001") }
    let old = storage.transactions[id].written[row] ?? storage.newest(row).value
    storage.transactions[id].written[row] = value(old)
    return storage.wrote(row, by: id) ? .fails("40001") : .done
  }

  /// Somebody committed a version that the transaction's snapshot does not show.
  private func isTooNew(_ row: Row, _ id: Int) -> Bool {
    let transaction = storage.transactions[id]
    guard transaction.isolation != .readCommitted, let snapshot = transaction.snapshot else { return false }
    return storage.newest(row).commit > snapshot
  }

  private mutating func remember(_ value: Int, _ client: Int) {
    clients[client]?.memory = value
    clients[client]?.log.append("\(value)")
  }
}
