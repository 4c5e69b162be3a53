/// What the serial-order oracle takes for one unit in a variant: calls or transactions, role by role.
package struct SerialUnits: Hashable, Sendable {
  /// Of the variant; `none` turns the oracle off.
  package var unit: Atomicity
  /// The outcome must also agree with the real-time order of calls.
  package var isStrict: Bool
  /// Of roles that say something else.
  package var roles: [String: Atomicity]

  package init(_ unit: Atomicity, isStrict: Bool = false, roles: [String: Atomicity] = [:]) {
    self.unit = unit
    self.isStrict = isStrict && roles.isEmpty
    self.roles = roles
  }

  /// Some calls may have those of others between their transactions.
  package var dividesCalls: Bool { unit == .transaction || roles.values.contains(.transaction) }

  package func unit(of role: String) -> Atomicity { roles[role] ?? unit }
}

extension Variant {
  /// Its own where it says so, else the scenario's.
  package func serialUnits(in judging: Judging) -> SerialUnits {
    var units = atomicity ?? SerialUnits(judging.atomicity, isStrict: judging.isStrict)
    guard units.unit != .none else { return units }
    for role in roles {
      if let unit = role.atomicity, unit != units.unit { units.roles[role.name] = unit }
    }
    return SerialUnits(units.unit, isStrict: units.isStrict, roles: units.roles)
  }
}
