import ContendModel

/// What the calls of one explored run share besides the database, in virtual time.
///
/// A value without I/O. A client has a clock that its own waiting moves on; who takes a place that
/// another one has had is at least as late as that one. So a queue says by itself who waited too long,
/// and the rest of time, when an entry expires or a process dies, is a choice of the strategy.
struct VirtualResources {
  /// A client that a place was given to, or whose patience had been over before.
  struct Resumption: Hashable {
    var client: Int
    /// The time that the place was given, or that the client gave up.
    var time: Duration
    /// How long it waited.
    var waited: Duration
    var isLate: Bool
  }

  /// An entry of the store that may expire.
  struct Expiry: Hashable {
    /// Who has set it, and how many entries with a time it had set by then.
    var owner: Int
    var number: Int
    var key: String
  }

  /// Places with the time of the last client that had to do with them.
  private struct Place {
    var slots = Slots()
    var clock = Duration.zero
    var holders: [Int] = []
  }

  private struct Queued {
    var place: String
    var since: Duration
    var patience: Duration?
  }

  private var places: [String: Place] = [:]
  private var queued: [Int: Queued] = [:]
  private var store = KeyValueStore()
  private(set) var expiries: [Expiry] = []
  private var expiryCounts: [Int: Int] = [:]

  // MARK: Pool and services

  /// Takes a place for a client, or queues it up; true if it has one.
  ///
  /// - Parameter patience: how long it would wait at most.
  mutating func enter(
    _ name: String, limit: Int, by client: Int, clock: inout Duration, patience: Duration?
  ) -> Bool {
    var place = places[name, default: Place()]
    clock = max(clock, place.clock)
    place.clock = clock
    let isIn = place.slots.enter(client, limit: limit)
    if isIn {
      place.holders.append(client)
    } else {
      queued[client] = Queued(place: name, since: clock, patience: patience)
    }
    places[name] = place
    return isIn
  }

  /// Gives a place back; returns who goes on now.
  mutating func leave(_ name: String, by client: Int, clock: Duration) -> [Resumption] {
    guard var place = places[name], let index = place.holders.firstIndex(of: client) else { return [] }
    place.holders.remove(at: index)
    place.clock = max(place.clock, clock)
    var resumptions: [Resumption] = []
    var isTooLate = true
    while isTooLate, let next = place.slots.leave(), let waiter = queued.removeValue(forKey: next) {
      let waited = max(.zero, place.clock - waiter.since)
      isTooLate = waiter.patience.map { waited > $0 } ?? false
      let given = isTooLate ? waiter.patience ?? waited : waited
      resumptions.append(
        Resumption(client: next, time: waiter.since + given, waited: given, isLate: isTooLate))
      if !isTooLate { place.holders.append(next) }
    }
    places[name] = place
    return resumptions
  }

  /// The client waits no longer.
  mutating func giveUp(_ client: Int) -> Resumption? {
    guard let waiter = queued.removeValue(forKey: client) else { return nil }
    _ = places[waiter.place]?.slots.giveUp(client)
    let waited = waiter.patience ?? .zero
    return Resumption(client: client, time: waiter.since + waited, waited: waited, isLate: true)
  }

  /// The client is dead: gives back all that it has.
  mutating func abandon(_ client: Int, clock: Duration) -> [Resumption] {
    _ = giveUp(client)
    var resumptions: [Resumption] = []
    for name in places.keys.sorted() {
      while places[name]?.holders.contains(client) == true {
        resumptions += leave(name, by: client, clock: clock)
      }
    }
    return resumptions
  }

  /// Who has what a client waits for.
  func blockers(of client: Int) -> [Int] {
    guard let name = queued[client]?.place else { return [] }
    return Set(places[name]?.holders ?? []).sorted()
  }

  // MARK: The key-value store

  mutating func apply(_ command: KeyValueCommand, by client: Int) -> ResourceAnswer {
    do {
      // Time stands still: an entry expires when the strategy says so.
      let value = try store.apply(command, by: client, at: .seconds(-1))
      note(command, by: client, value)
      return .value(value)
    } catch {
      return .refused(error.message)
    }
  }

  private mutating func note(_ command: KeyValueCommand, by client: Int, _ answer: Value?) {
    switch command.action {
    case .delete: expiries.removeAll { $0.key == command.key }
    case .set(_, let ttl, _) where answer == .boolean(true):
      expiries.removeAll { $0.key == command.key }
      guard ttl != nil else { return }
      expiryCounts[client, default: 0] += 1
      expiries.append(Expiry(owner: client, number: expiryCounts[client] ?? 1, key: command.key))
    case .get, .set, .increment: break
    }
  }

  /// Lets an entry expire; nil if it is not there (any more).
  mutating func expire(owner: Int, number: Int) -> Expiry? {
    guard let index = expiries.firstIndex(where: { $0.owner == owner && $0.number == number }) else {
      return nil
    }
    let expiry = expiries.remove(at: index)
    store.expire(expiry.key)
    return expiry
  }
}
