import ContendModel
import ContendPostgres

/// The calls of one client of a round with what is around them, in real time.
///
/// Lives on the loop of its client.
final class StressCall: CallHost {
  private let client: StressClient
  private let resources: RoundResources
  private let conditions: Conditions
  private var loop: EventLoop { resources.loop }
  /// The pool's connections that the call holds, and since when.
  private var pooled: [String: (connection: Connection, since: ContinuousClock.Instant)] = [:]
  private var callStart = ContinuousClock.now
  private var attemptStart = ContinuousClock.now
  /// A deadline that has passed once is over: what catches it may go on.
  private var isSpent = false
  private var hasPassed = false
  /// When the bodies that the call is in are over, outermost first; nil for one that is over.
  private var limits: [ContinuousClock.Instant?] = []
  private(set) var use = ResourceUse()

  init(_ client: StressClient, _ resources: RoundResources, _ conditions: Conditions) {
    self.client = client
    self.resources = resources
    self.conditions = conditions
  }

  /// The backends at which a statement of the call may be outstanding.
  var backends: [Int32] { pooled.values.map(\.connection.backend) }

  func beginCall() {
    callStart = .now
    attemptStart = .now
    isSpent = false
    hasPassed = false
    limits = []
    use = ResourceUse()
  }

  func beginAttempt() {
    attemptStart = .now
    if conditions.deadline?.isTotal != true { isSpent = false }
  }

  var isOutOfTime: Bool { hasPassed && conditions.deadline?.isTotal == true }

  func isInTransaction(_ connection: String) -> Bool { find(connection)?.isInTransaction ?? false }

  private func find(_ name: String) -> Connection? { pooled[name]?.connection ?? client.own[name] }
}

// MARK: - Time

extension StressCall {
  /// Whichever comes first.
  private var deadline: ContinuousClock.Instant? {
    (limits + [ownDeadline]).compactMap(\.self).min()
  }

  /// Of the call or its attempt.
  private var ownDeadline: ContinuousClock.Instant? {
    guard let deadline = conditions.deadline, !isSpent else { return nil }
    return (deadline.isTotal ? callStart : attemptStart).advanced(by: deadline.limit)
  }

  /// True once, when the deadline has passed.
  private func passes() -> Bool {
    let now = ContinuousClock.now
    guard let deadline, deadline <= now else { return false }
    if let ownDeadline, ownDeadline <= now {
      isSpent = true
      hasPassed = true
    }
    for index in limits.indices where limits[index].map({ $0 <= now }) == true { limits[index] = nil }
    return true
  }

  func limit(_ limit: Duration?) {
    if let limit { limits.append(.now.advanced(by: limit)) } else { _ = limits.popLast() }
  }

  func pause(_ duration: Duration) async -> Bool {
    let end = ContinuousClock.now.advanced(by: duration)
    _ = await resources.wait(resources.newTicket(), until: min(end, deadline ?? end))
    return !passes()
  }

  /// Half a round trip there, half of it back.
  private func travel() async {
    if let roundTrip = conditions.roundTrip { await loop.sleep(for: roundTrip / 2) }
  }
}

// MARK: - Statements

extension StressCall {
  func execute(_ request: Request, on name: String, isCleanup: Bool) async -> Response? {
    if !isCleanup, passes() { return nil }
    guard let connection = find(name) else {
      return .failure(SQLError(sqlState: "08003", message: "the call holds no connection '\(name)'"))
    }
    await travel()
    let response = await bounded(by: isCleanup ? nil : deadline, connection) {
      await connection.execute(request)
    }
    await travel()
    return !isCleanup && passes() ? nil : response
  }

  /// What is outstanding at the deadline is cancelled on the server.
  private func bounded(
    by deadline: ContinuousClock.Instant?, _ connection: Connection, _ work: () async -> Response
  ) async -> Response {
    guard let deadline else { return await work() }
    let canceller = LoopBound(resources.canceller)
    let (backend, loop) = (connection.backend, loop)
    var cancellation: Task<Void, Never>?
    let timer = loop.schedule(at: deadline) {
      cancellation = Task(executorPreference: loop) { await canceller.value.cancel([backend]) }
    }
    let response = await work()
    loop.cancel(timer)
    // It must not hit the next statement.
    await cancellation?.value
    return response
  }

  func abandon() async {
    for connection in client.own.values where connection.isInTransaction {
      _ = await connection.execute(CallMachine.rollback)
    }
    for name in pooled.keys.sorted() { await giveBack(name) }
  }
}

// MARK: - Resources

extension StressCall {
  func perform(_ operation: ResourceOperation, isCleanup: Bool) async -> ResourceAnswer? {
    if !isCleanup, passes() { return nil }
    switch operation {
    case .acquire(let name, let isPooled): return isPooled ? await checkOut(name) : .done
    case .release(let name):
      await giveBack(name)
      return .done
    case .disconnect(let name): return await disconnect(name)
    case .service(let request): return await call(request)
    case .keyValue(let command):
      return resources.apply(command, by: client.id)
    case .wait(let channel, let name): return await wait(channel, on: name)
    }
  }

  private func checkOut(_ name: String) async -> ResourceAnswer? {
    let start = ContinuousClock.now
    let patience = conditions.pool?.acquireTimeout.map { start.advanced(by: $0) }
    let limit = [patience, deadline].compactMap(\.self).min()
    let (connection, ending) = await resources.checkOut(until: limit) { use.poolWaits += 1 }
    use.poolWait += start.duration(to: .now)
    switch ending {
    case .abandoned: return .abandoned
    case .late: return passes() ? nil : .failed(.poolTimeout)
    case .granted:
      if let connection { pooled[name] = (connection, .now) }
      return .done
    }
  }

  /// A pool hands nothing on that is not rolled back.
  private func giveBack(_ name: String) async {
    if let connection = find(name), connection.isInTransaction {
      await travel()
      _ = await connection.execute(CallMachine.rollback)
      await travel()
    }
    guard let (connection, since) = pooled.removeValue(forKey: name) else { return }
    use.held += since.duration(to: .now)
    resources.checkIn(connection)
  }

  /// Nobody tells the server: it notices, and rolls back what was open. A pool replaces what comes back so.
  private func disconnect(_ name: String) async -> ResourceAnswer {
    if let (connection, since) = pooled.removeValue(forKey: name) {
      use.held += since.duration(to: .now)
      connection.close()
      resources.checkIn(connection)
      return .done
    }
    do {
      try await client.reconnect(name)
      return .done
    } catch {
      return .failed(.sql(error.error, during: .other))
    }
  }

  private func call(_ request: ServiceRequest) async -> ResourceAnswer? {
    use.serviceCalls += 1
    switch await resources.beginService(request, until: deadline) {
    case .abandoned: return .abandoned
    case .late:
      _ = passes()
      return nil
    case .granted: return await pause(request.latency) ? .done : nil
    }
  }

  private func wait(_ channel: String, on name: String) async -> ResourceAnswer? {
    guard let connection = find(name) else { return .abandoned }
    resources.listeners += 1
    defer { resources.listeners -= 1 }
    while !connection.takeNotification(channel) {
      guard connection.isUsable else {
        return .failed(.sql(SQLError(sqlState: "08006", message: "the connection was lost"), during: .other))
      }
      let ticket = resources.newTicket()
      connection.onInput = { [resources] in resources.resume(ticket) }
      let ending = await resources.wait(ticket, until: deadline)
      connection.onInput = nil
      switch ending {
      case .abandoned: return .abandoned
      case .late:
        _ = passes()
        return nil
      case .granted: break
      }
    }
    return .done
  }
}
