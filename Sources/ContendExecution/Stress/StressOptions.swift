/// How an arm runs its rounds.
package struct StressOptions: Sendable {
  /// What ends a round.
  package enum Length: Hashable, Sendable {
    /// Calls of each client.
    case calls(Int)
    /// Calls that run when the time is over come to their end.
    case time(Duration)
  }

  /// Clients of all roles together.
  package var clients: Int
  package var length: Length
  /// Arrivals per second over all clients; nil is a closed loop, in which every client makes its next
  /// call as soon as the last one has ended.
  package var rate: Double?
  /// BEGIN waits for the statement after it and travels with that; traced rounds never do so.
  package var fusesBegin = false
  package var seed: UInt64
  /// Marks the databases of this run.
  package var token: String
  /// How long a round may go on after the last call should have begun, before its outstanding
  /// statements are cancelled and called stuck.
  package var stepTimeout: Duration

  package init(
    clients: Int, length: Length, seed: UInt64, token: String, stepTimeout: Duration = .seconds(30)
  ) {
    self.clients = clients
    self.length = length
    self.seed = seed
    self.token = token
    self.stepTimeout = stepTimeout
  }

  package init(
    clients: Int, calls: Int, seed: UInt64, token: String, stepTimeout: Duration = .seconds(30)
  ) {
    self.init(clients: clients, length: .calls(calls), seed: seed, token: token, stepTimeout: stepTimeout)
  }

  /// A traced round keeps every statement, so it is short, and shows each by itself.
  var traced: StressOptions {
    var options = self
    options.fusesBegin = false
    if time != nil {
      options.length = .calls(StressOptions.tracedCalls)
      options.rate = nil
    }
    return options
  }

  private static let tracedCalls = 10

  /// A closed loop of so many calls.
  func partitioned(_ round: PartitionedRound) -> StressOptions {
    var options = self
    options.length = .calls(round.calls)
    options.rate = nil
    return options
  }

  /// One call of each client.
  var serial: StressOptions {
    var options = self
    options.length = .calls(1)
    options.rate = nil
    return options
  }

  /// Calls of each client; nil if time ends the round.
  var callsPerClient: Int? {
    if case .calls(let calls) = length { calls } else { nil }
  }

  /// How long calls may begin; nil if their number ends the round.
  var time: Duration? {
    if case .time(let duration) = length { duration } else { nil }
  }

  /// When an open loop's last arrival is due; zero in a closed loop that counts its calls.
  var lastStart: Duration {
    if let time { return time }
    return rate.map { .seconds(Double(clients * (callsPerClient ?? 0)) / $0) } ?? .zero
  }

  /// Arrivals in a round of an open loop.
  func arrivals(rate: Double, clients: Int) -> Int {
    callsPerClient.map { $0 * clients } ?? time.map { Int(($0 / .seconds(1) * rate).rounded(.up)) } ?? 0
  }
}
