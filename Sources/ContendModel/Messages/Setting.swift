/// A setting of a run, whatever it is called where the user sets it: a flag, or a property in Swift.
package enum Setting: String, Hashable, Sendable, CaseIterable {
  case budget, clients, rounds
  case fixes, parameters, over, reduction
  case database, binaries, serverVersion, serverUser
  case allowRemote, allowSuperuser
}

/// Where a user meets the product, and so the names that settings have there.
package enum Surface: Hashable, Sendable {
  case terminal, swift
}
