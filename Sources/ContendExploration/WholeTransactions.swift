package import ContendModel

/// Confines an execution to schedules in which nobody comes between two statements of a unit, which is a
/// transaction or a whole call: walked by a strategy without reduction, these are all serial orders of them.
///
/// - Parameters:
///   - clients: the others do not begin at all.
///   - calls: for clients whose calls are one unit each, the number of the call that a client is in; nil for
///     those whose units are transactions.
package struct WholeTransactions<Base: Execution>: Execution {
  package private(set) var base: Base
  private let clients: Set<Int>
  private let call: @Sendable (Int) -> Int?
  /// Who is within a unit, and in which call.
  private var current: (client: Int, call: Int?)?

  package init(
    _ base: Base, clients: Set<Int>, calls: @escaping @Sendable (Int) -> Int? = { _ in nil }
  ) {
    self.base = base
    self.clients = clients
    call = calls
  }

  package var schedule: Schedule { base.schedule }

  package mutating func choose(among enabled: [Choice]) -> Decision {
    let everything = enabled.filter { clients.contains($0.clientID) }
    // What need not happen does not, unless nothing else can.
    let ordinary = everything.filter { !$0.isOptional }
    let possible = ordinary.isEmpty ? everything : ordinary
    guard !possible.isEmpty else { return .stop }
    let own = possible.filter { $0.clientID == current?.client && call($0.clientID) == current?.call }
    let decision = base.choose(among: own.isEmpty ? possible : own)
    if case .take(let choice) = decision { current = (choice.clientID, call(choice.clientID)) }
    return decision
  }

  package mutating func observe(_ event: ExecutedEvent) {
    let own = event.effects.last { $0.clientID == event.choice.clientID }
    // A call goes on after its transactions; when it is over, its client has another number, or is done.
    if own?.footprint.ending != nil, current?.call == nil { current = nil }
    base.observe(event)
  }
}
