package import ContendModel

extension StressArm {
  /// The number of connections the arm of a variant holds.
  package static func connections(of variant: Variant, clients: Int) -> Int {
    let needs = variant.resourceNeeds
    let own = variant.roster(clients: clients).reduce(0) { $0 + (needs.ownConnections[$1.role]?.count ?? 1) }
    return own + needs.poolSize + 2
  }
}

extension Lane {
  /// The number of connections a lane holds for a variant.
  package static func connections(of variant: Variant, clients: Int?) -> Int {
    let needs = variant.resourceNeeds
    return variant.roster(clients: clients).reduce(3) { $0 + needs.connections(of: $1.role).count }
  }
}
