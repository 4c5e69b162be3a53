import ContendModel

/// An executed event with what its dependence on others hangs on.
struct TracedEvent: Sendable {
  /// Which event of whom: what the first choice of a block was.
  var choice: Choice
  var parts: [Part]
  /// A choice of waiters or victims followed: how it went on was not the program's doing alone.
  var isUniversal = false

  /// An event that never returned, or that nobody traced: it commutes with nothing.
  static func unknown(_ choice: Choice) -> TracedEvent {
    TracedEvent(choice: choice, parts: [], isUniversal: true)
  }

  /// What the event did to one client, or a client that it left waiting.
  struct Part: Sendable {
    var clientID: Int
    var isSerializable: Bool
    var footprint: Footprint
    var isWaiting: Bool
    /// All accesses of the transaction that ended; nil if it did not end.
    var released: [Access]?
    /// SERIALIZABLE transactions that this one is connected with, where it has ended.
    var connection: Connection?
  }

  /// Which clients' transactions could tell apart when a SERIALIZABLE transaction ended.
  struct Connection: Sendable {
    /// Clients with a transaction that a chain of shared relations leads to.
    var clients: Set<Int>
    /// Clients whose transaction had a snapshot and had not ended: what they will touch is unknown.
    var open: Set<Int>
  }
}
