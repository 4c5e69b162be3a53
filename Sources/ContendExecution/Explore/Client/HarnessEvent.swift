import ContendModel

/// An event of a client that is no statement.
enum HarnessEvent {
  case operation(ResourceOperation)
  /// A service answers.
  case answer(ServiceRequest)
}

extension HarnessEvent {
  /// As a history keeps it.
  var action: ResourceAction {
    switch self {
    case .operation(let operation): operation.action
    case .answer: .other
    }
  }
}

extension HarnessEvent: CustomStringConvertible {
  /// As it stands among the steps of an interleaving.
  var description: String {
    switch self {
    case .operation(let operation): operation.description
    case .answer(let request): "\\call \(request.queue): answer"
    }
  }
}

/// What the resources of a variant are, as far as they can make a difference.
struct ResourceLimits {
  /// Places in the pool; nil where there are enough for all.
  let pool: Int?
  let patience: Duration?
  let waits: Bool
  private let clients: Int

  init(_ variant: Variant, _ clients: [ClientIdentity]) {
    let needs = variant.resourceNeeds
    let demand = clients.reduce(0) { $0 + 1 + (needs.pooledConnections[$1.role]?.count ?? 0) }
    pool = needs.poolSize > 0 && needs.poolSize < demand ? needs.poolSize : nil
    patience = variant.conditions.pool?.acquireTimeout
    waits = needs.waits
    self.clients = clients.count
  }

  static let poolName = "pool"
  /// All notifications as one: what commits may send some, and who listens or waits depends on that.
  static let notifications = Footprint.Resource.named("notifications")

  /// How many the service serves at once; nil where that is enough for all, each of whom asks one thing
  /// at a time.
  func places(for request: ServiceRequest) -> Int? {
    request.limit.flatMap { $0 < clients ? $0 : nil }
  }

  func footprint(of event: HarnessEvent) -> [Footprint.Access] {
    switch event {
    case .operation(.acquire), .operation(.release), .operation(.disconnect):
      pool == nil ? [] : [Footprint.Access(.lock, .named(ResourceLimits.poolName))]
    case .operation(.service(let request)), .answer(let request):
      places(for: request) == nil ? [] : [Footprint.Access(.lock, .named("service " + request.queue))]
    case .operation(.keyValue(let command)):
      [Footprint.Access(command.action == .get ? .share : .lock, .named("key " + command.key))]
    case .operation(.wait):
      [Footprint.Access(.lock, ResourceLimits.notifications)]
    }
  }
}
