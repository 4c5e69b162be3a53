package import ContendModel

/// Confines an execution to schedules in which nobody comes between two statements of a transaction:
/// walked by a strategy without reduction, these are all serial orders of transactions.
///
/// - Parameter clients: the others do not begin at all.
package struct WholeTransactions<Base: Execution>: Execution {
  package private(set) var base: Base
  private let clients: Set<Int>
  /// Who is within a transaction.
  private var current: Int?

  package init(_ base: Base, clients: Set<Int>) {
    self.base = base
    self.clients = clients
  }

  package var schedule: Schedule { base.schedule }

  package mutating func choose(among enabled: [Choice]) -> Decision {
    let everything = enabled.filter { clients.contains($0.clientID) }
    // What need not happen does not, unless nothing else can.
    let ordinary = everything.filter { !$0.isOptional }
    let possible = ordinary.isEmpty ? everything : ordinary
    guard !possible.isEmpty else { return .stop }
    let own = possible.filter { $0.clientID == current }
    return base.choose(among: own.isEmpty ? possible : own)
  }

  package mutating func observe(_ event: ExecutedEvent) {
    let own = event.effects.last { $0.clientID == event.choice.clientID }
    current = own?.footprint.ending == nil ? event.choice.clientID : nil
    base.observe(event)
  }
}
