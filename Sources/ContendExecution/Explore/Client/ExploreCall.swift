import ContendModel
import ContendPostgres

/// What is around a call where schedules are explored: every operation is an event, time is virtual.
///
/// Waiting takes no time: what goes on meanwhile is the strategy's choice. A client has connections of
/// its own here, those it takes from the pool included; the pool is a number of places.
final class ExploreCall: CallHost {
  private let client: ExploreClient
  private let lane: LaneResources
  private let conditions: Conditions

  init(_ client: ExploreClient, _ lane: LaneResources, _ conditions: Conditions) {
    self.client = client
    self.lane = lane
    self.conditions = conditions
  }

  func beginCall() { client.time.beginCall() }
  func beginAttempt() { client.time.beginAttempt() }
  var isOutOfTime: Bool { client.time.isOutOfTime }
  var death: Outcome? { client.death }

  func isInTransaction(_ connection: String) -> Bool {
    client.connections[connection]?.isInTransaction ?? false
  }

  func execute(_ request: Request, on connection: String, isCleanup: Bool) async -> Response? {
    if !isCleanup, !client.time.pass(conditions.roundTrip ?? .zero) { return nil }
    client.use(connection)
    let response = await client.execute(request)
    guard !isCleanup, client.isTimedOut else { return response }
    client.isTimedOut = false
    client.time.spend()
    return nil
  }

  func pause(_ duration: Duration) async -> Bool { client.time.pass(duration) }

  func limit(_ limit: Duration?) { client.time.limit(limit) }

  func abandon() async {
    for (name, connection) in client.connections where connection.isInTransaction {
      client.use(name)
      _ = await client.execute(CallMachine.rollback)
    }
  }

  func perform(_ operation: ResourceOperation, isCleanup: Bool) async -> ResourceAnswer? {
    switch operation {
    case .acquire(_, isPooled: false): return .done
    case .acquire(let name, isPooled: true):
      let answer = await ask(.operation(operation))
      if case .done? = answer { client.checkedOut.insert(name) }
      return answer
    case .release(let name): return await release(name)
    case .disconnect(let name): return await disconnect(name)
    case .service(let request): return await call(request)
    case .keyValue: return await ask(.operation(operation))
    case .wait(_, let name):
      client.use(name)
      return await ask(.operation(operation))
    }
  }

  private func release(_ name: String) async -> ResourceAnswer? {
    if isInTransaction(name) {
      client.use(name)
      _ = await client.execute(CallMachine.rollback)
    }
    guard client.death == nil, client.checkedOut.remove(name) != nil else { return .done }
    return await ask(.operation(.release(connection: name))) ?? .done
  }

  /// The session ends as a statement that ends it, so that what it gives back is known to be anything.
  ///
  /// What is given to the call afterwards is a session as new.
  private func disconnect(_ name: String) async -> ResourceAnswer {
    client.use(name)
    client.connections[name]?.onLoss = nil
    _ = await client.execute(ExploreCall.ending)
    guard client.death == nil, !client.isAbandoned else { return .abandoned }
    do {
      try await client.renew(name)
    } catch {
      return .failed(.sql(error.error, during: .other))
    }
    guard client.checkedOut.remove(name) != nil else { return .done }
    return await ask(.operation(.release(connection: name))) ?? .done
  }

  private static let ending = Request(
    sql: "SELECT pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid()) -- \\disconnect")

  /// Both ends are events: much can happen while a service is at work.
  private func call(_ request: ServiceRequest) async -> ResourceAnswer? {
    guard case .done? = await ask(.operation(.service(request))) else { return nil }
    let isInTime = client.time.pass(request.latency)
    // Who gives up gives up then; the service goes on, and what it did comes to an end all the same.
    let answer = await ask(.answer(request))
    return isInTime ? answer : nil
  }

  /// Waits for permission, and for what is asked; nil if the deadline passed.
  private func ask(_ event: HarnessEvent) async -> ResourceAnswer? {
    guard !client.stage.isAborting else { return await lane.perform(event, aloneBy: client) }
    await client.ask(for: .harness(event))
    client.think()
    guard client.death == nil, !client.stage.isAborting else { return .abandoned }
    defer { client.answer = nil }
    return client.answer
  }
}
