/// What the calls of a variant use besides a connection of their own.
public struct ResourceNeeds: Hashable, Sendable {
  /// `\pool`, `\net`, `\deadline`, or a directive that asks something of the harness.
  public internal(set) var isAny = false
  public internal(set) var waits = false
  /// Connections that a client of each role has for itself, by role; `main` is among them unless it
  /// comes from a pool.
  public internal(set) var ownConnections: [String: Set<String>] = [:]
  /// Connections that a client of each role may take from the pool beside `main`, by role.
  public internal(set) var pooledConnections: [String: Set<String>] = [:]
  /// Connections that the clients share.
  public internal(set) var poolSize = 0

  /// Every connection that a client of a role can hold.
  public func connections(of role: String) -> Set<String> {
    (ownConnections[role] ?? []).union(pooledConnections[role] ?? []).union(["main"])
  }
}

extension Variant {
  /// Nothing for most: then a call is statements and the client's own logic.
  public var resourceNeeds: ResourceNeeds {
    var needs = ResourceNeeds()
    needs.isAny = conditions.pool != nil || conditions.roundTrip != nil || conditions.deadline != nil
    needs.poolSize = conditions.pool?.size ?? 0
    for role in roles {
      var own: Set<String> = conditions.pool == nil ? ["main"] : []
      role.body.forEachStep { step in
        switch step.action {
        case .acquire(let name, let isDirect):
          if isDirect || conditions.pool == nil {
            own.insert(name)
          } else if name != "main" {
            needs.pooledConnections[role.name, default: []].insert(name)
          }
          needs.isAny = true
        case .use, .release, .disconnect, .deadline, .service, .keyValue: needs.isAny = true
        case .wait:
          needs.isAny = true
          needs.waits = true
        case .swift(let body):
          needs.isAny = true
          needs.waits = needs.waits || body.uses.notifications
          own.formUnion(body.uses.connections)
          if conditions.pool != nil {
            needs.pooledConnections[role.name, default: []].formUnion(body.uses.connections)
          }
        default: break
        }
      }
      needs.ownConnections[role.name] = own
    }
    return needs
  }
}

extension [Step] {
  /// Calls `visit` for every step, those within blocks included, in the order of the file.
  public func forEachStep(_ visit: (Step) -> Void) {
    for step in self {
      visit(step)
      for block in step.blocks { block.forEachStep(visit) }
    }
  }
}

extension Step {
  /// The bodies within it.
  public var blocks: [[Step]] {
    switch action {
    case .branch(let branches, let otherwise): branches.map(\.body) + [otherwise]
    case .forEach(_, in: _, let body), .loop(while: _, max: _, let body), .retry(_, let body): [body]
    case .attempt(catching: _, let body, let handler): [body, handler]
    case .statement, .set, .unset, .end, .say, .service, .acquire, .use, .release, .disconnect, .deadline,
      .keyValue, .sleep, .wait, .swift:
      []
    }
  }
}
