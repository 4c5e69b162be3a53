import ContendModel
import ContendPostgres

/// What the clients of a lane share besides the database, during one run.
///
/// Lives on its lane's loop.
final class LaneResources {
  let limits: ResourceLimits
  private var state = VirtualResources()
  /// Clients that go on because of what has happened, with the answers they get.
  private var resumed: [(client: Int, answer: ResourceAnswer?)] = []
  private var clients: [Int: ExploreClient] = [:]

  init(_ limits: ResourceLimits, _ clients: [ExploreClient]) {
    self.limits = limits
    for client in clients { self.clients[client.id] = client }
  }

  /// Does what a client asks; nil if it has to wait for it.
  func begin(_ event: HarnessEvent, by client: ExploreClient) async -> ResourceAnswer? {
    let id = client.id
    switch event {
    case .operation(.acquire):
      return enter(ResourceLimits.poolName, limit: limits.pool, by: client, patience: limits.patience)
    case .operation(.release), .operation(.disconnect):
      if limits.pool != nil { leave(ResourceLimits.poolName, by: client) }
      return .done
    case .operation(.service(let request)):
      return enter("service " + request.queue, limit: limits.places(for: request), by: client, patience: nil)
    case .answer(let request):
      if limits.places(for: request) != nil { leave("service " + request.queue, by: client) }
      return .done
    case .operation(.keyValue(let command)):
      return state.apply(command, by: id)
    case .operation(.wait(let channel, let name)):
      return await hasNotification(channel, client.connections[name]) ? .done : nil
    }
  }

  /// The same where nothing is concurrent: what would have to be waited for never comes.
  func perform(_ event: HarnessEvent, aloneBy client: ExploreClient) async -> ResourceAnswer? {
    if let answer = await begin(event, by: client) { return answer }
    _ = state.giveUp(client.id)
    if case .operation(.acquire) = event { return .failed(.poolTimeout) }
    return .abandoned
  }

  private func enter(
    _ name: String, limit: Int?, by client: ExploreClient, patience: Duration?
  ) -> ResourceAnswer? {
    guard let limit else { return .done }
    var clock = client.time.clock
    let patience = [patience, client.time.rest].compactMap(\.self).min()
    let isIn = state.enter(
      name, limit: limit, by: client.id, clock: &clock, patience: patience)
    client.time.catchUp(to: clock)
    return isIn ? .done : nil
  }

  private func leave(_ name: String, by client: ExploreClient) {
    note(state.leave(name, by: client.id, clock: client.time.clock))
  }

  /// The server delivers what was sent before it answers an idle session's next message.
  private func hasNotification(_ channel: String, _ connection: Connection?) async -> Bool {
    guard let connection else { return false }
    if connection.takeNotification(channel) { return true }
    _ = await connection.execute(Request(sql: ""))
    return connection.takeNotification(channel)
  }

  private func note(_ resumptions: [VirtualResources.Resumption]) {
    for resumption in resumptions {
      guard let client = clients[resumption.client] else { continue }
      resumed.append((resumption.client, answer(resumption, client)))
    }
  }

  /// The answer to a client that waited; nil if its deadline came first.
  private func answer(
    _ resumption: VirtualResources.Resumption, _ client: ExploreClient
  ) -> ResourceAnswer? {
    guard resumption.isLate else {
      let isInTime = client.time.pass(resumption.waited)
      client.time.catchUp(to: resumption.time)
      return isInTime ? .done : nil
    }
    guard case .operation(.acquire)? = client.operation, let patience = limits.patience,
      client.time.rest.map({ patience <= $0 }) ?? true
    else {
      client.time.spend()
      return nil
    }
    _ = client.time.pass(patience)
    return .failed(.poolTimeout)
  }

  // MARK: Who goes on

  /// A client that goes on now, with its answer.
  func nextResumed() async -> (client: ExploreClient, answer: ResourceAnswer?)? {
    if !resumed.isEmpty {
      let (id, answer) = resumed.removeFirst()
      return clients[id].map { ($0, answer) }
    }
    guard limits.waits else { return nil }
    for id in clients.keys.sorted() {
      guard let client = clients[id], client.isQueued,
        case .operation(.wait(let channel, let name))? = client.operation,
        await hasNotification(channel, client.connections[name])
      else { continue }
      return (client, .done)
    }
    return nil
  }

  /// Whether a client that waits for something of the harness would give up some time.
  func hasPatience(_ client: ExploreClient) -> Bool {
    if client.time.rest != nil { return true }
    if case .operation(.acquire)? = client.operation { return limits.patience != nil }
    return false
  }

  // MARK: Faults

  func timeOut(_ client: ExploreClient) {
    if let resumption = state.giveUp(client.id) {
      note([resumption])
    } else {
      // It waits for a notification.
      client.time.spend()
      resumed.append((client.id, nil))
    }
  }

  func abandon(_ client: ExploreClient) {
    note(state.abandon(client.id, clock: client.time.clock))
  }

  func expire(owner: Int, entry: Int) -> String? { state.expire(owner: owner, number: entry)?.key }

  var expiries: [VirtualResources.Expiry] { state.expiries }

  func blockers(of client: ExploreClient) -> [Int] { state.blockers(of: client.id) }
}
