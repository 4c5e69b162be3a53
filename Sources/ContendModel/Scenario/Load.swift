/// `\load`: the shape of a stress round.
public struct Load: Hashable, Sendable {
  /// Clients of all roles together.
  public var clients = 10
  /// Calls of each client in a round.
  public var calls = 1
  /// Arrivals per second over all clients; nil is a closed loop.
  public var rate: Double?

  public init() {}
}

/// `\explore`: the scope in which every interleaving is walked.
public struct ExploreScope: Hashable, Sendable {
  /// Every further client, and every further call, multiplies the interleavings.
  public static let clientRange = 1...16
  public static let callRange = 1...100

  public var clients = 2
  public var calls = 1
  /// Parameters that explore overrides, so that a limit is within reach.
  public var parameters: [Variable: Value] = [:]
  /// How many clients may be killed, and of which role.
  public var crashes = 0
  public var crashRole: String?

  public init() {}
}

/// `\sweep NAME v1, v2, …`: values of a parameter, of `clients` or of `calls`.
public struct Sweep: Hashable, Sendable {
  public var name: String
  public var values: [Value]
  public var location: SourceLocation

  public init(name: String, values: [Value], location: SourceLocation) {
    self.name = name
    self.values = values
    self.location = location
  }
}

/// `\profile NAME param=…`: a named set of parameters such as `staging`.
public struct Profile: Hashable, Sendable {
  public var name: String
  public var parameters: [Variable: Value]
  public var clients: Int?
  public var calls: Int?
  public var location: SourceLocation

  public init(
    name: String, parameters: [Variable: Value], clients: Int? = nil, calls: Int? = nil,
    location: SourceLocation
  ) {
    self.name = name
    self.parameters = parameters
    self.clients = clients
    self.calls = calls
    self.location = location
  }
}

/// `\pool`, `\net`, `\deadline`, `\isolation`: what a call runs under.
public struct Conditions: Hashable, Sendable {
  public struct Pool: Hashable, Sendable {
    public var size: Int
    /// What says the size, where a parameter does: `size` is then its value at the time.
    public var parameter: Variable?
    public var acquireTimeout: Duration?

    public init(size: Int, parameter: Variable? = nil, acquireTimeout: Duration?) {
      self.size = size
      self.parameter = parameter
      self.acquireTimeout = acquireTimeout
    }
  }

  public struct Deadline: Hashable, Sendable {
    public var limit: Duration
    /// Bounds the whole call rather than one attempt.
    public var isTotal: Bool

    public init(limit: Duration, isTotal: Bool) {
      self.limit = limit
      self.isTotal = isTotal
    }
  }

  public var pool: Pool?
  public var roundTrip: Duration?
  public var deadline: Deadline?
  public var isolation: IsolationLevel?

  public init() {}
}

public enum IsolationLevel: String, Codable, Hashable, Sendable, CaseIterable {
  case readCommitted = "READ COMMITTED"
  case repeatableRead = "REPEATABLE READ"
  case serializable = "SERIALIZABLE"
}
