import ContendExploration
import ContendModel
import ContendPostgres
import ContendSQL

/// What each event of one run did, as reported to the strategy, and what the program turned out to do.
///
/// Lives on its lane's loop.
final class EventEffects {
  let footprints: FootprintReader
  private let clients: [ExploreClient]
  private let limits: ResourceLimits
  private var count = 0
  /// What each session's open transaction has touched.
  private var held: [Int: Holdings] = [:]
  private var repetitions: [Int: Int] = [:]
  /// What the program turned out to do.
  private(set) var met = Knowledge()
  /// Somebody passed over a lock, or gave up waiting for it, while others were at work.
  private(set) var skipped = false

  init(_ clients: [ExploreClient], _ footprints: FootprintReader, _ limits: ResourceLimits) {
    self.clients = clients
    self.footprints = footprints
    self.limits = limits
  }

  /// Of the statement that a client has just been answered, or that now waits.
  func effect(
    of client: ExploreClient, after schedule: @autoclosure () -> Schedule
  ) async throws -> ExecutedEvent.Effect {
    count += 1
    let booking = client.booking
    var footprint = try await footprints.footprint(of: client, after: schedule(), effect: count)
    if client.brokeTransaction {
      // A statement that is no event failed after it, and gave everything back.
      footprint.isUniversal = true
      footprint.ending = footprint.ending ?? .rollback
    }
    learn(booking)
    if limits.waits, footprint.ending == .commit {
      // A LISTEN takes effect with its transaction's commit; what else that may have done is not known.
      let mode: Footprint.Access.Mode = held[booking.session]?.isUnknown == true ? .lock : .share
      footprint.accesses.append(Footprint.Access(mode, ResourceLimits.notifications))
    }
    held[booking.session, default: Holdings()].add(footprint)
    return ExecutedEvent.Effect(
      clientID: client.id, session: booking.session, transaction: booking.transaction.number,
      isolation: booking.transaction.isolation, footprint: footprint, isWaiting: client.isWaiting)
  }

  func effect(of client: ExploreClient, _ event: HarnessEvent) -> ExecutedEvent.Effect {
    effect(of: client, Footprint(limits.footprint(of: event)))
  }

  func effect(of client: ExploreClient, _ footprint: Footprint) -> ExecutedEvent.Effect {
    ExecutedEvent.Effect(
      clientID: client.id, transaction: client.mainTransaction.number,
      isolation: client.mainTransaction.isolation, footprint: footprint,
      isWaiting: client.isQueued || client.isWaiting)
  }

  /// What the clock of an entry does.
  func effect(ofClock choice: Choice, _ accesses: [Footprint.Access] = []) -> ExecutedEvent.Effect {
    ExecutedEvent.Effect(clientID: choice.process, transaction: 0, footprint: Footprint(accesses))
  }

  /// What a client that dies gives back: what its transaction has, or what is not known so exactly.
  func footprintOfDeath(of client: ExploreClient) -> Footprint {
    let holdsPlace = limits.pool != nil && !client.checkedOut.isEmpty
    var isServed = false
    if case .harness(.answer(let request))? = client.wanted { isServed = limits.places(for: request) != nil }
    if client.connections.count > 1 || holdsPlace || isServed || client.isQueued || client.isWaiting
      || held[client.currentSession]?.isUnknown == true || met.refreshesSessions
    {
      return .everything
    }
    return Footprint([], ending: client.isInTransaction ? .rollback : nil)
  }

  /// The server has ended this session.
  func forget(_ session: Int) { held[session] = nil }

  /// What is known before a look at the server; a wrong guess costs time and nothing else.
  func outlook(of client: ExploreClient) -> Pauses.Outlook {
    // COMMIT waits only where checks were put off until then.
    let request = client.booking.request
    let mayWait = request.kind == .other || (request.kind == .commit && footprints.checksAtCommit)
    guard mayWait else { return .answer }
    let others = clients.filter { $0 !== client && ($0.isWaiting || $0.hasOpenTransaction) }
    guard !others.isEmpty || client.hasOpenTransactionElsewhere else {
      // A session keeps some locks beyond its transactions, and a statement must be seen waiting in time.
      return footprints.accesses(byText: request) == nil ? .perhaps : .answer
    }
    guard let wanted = footprints.accesses(byText: request) else { return .wait }
    let isInTheWay = others.flatMap(\.sessions).contains { session in
      guard let held = held[session] else { return false }
      return held.isUnknown || wanted.meetsLocks(of: held.accesses)
    }
    return isInTheWay ? .wait : .perhaps
  }

  // MARK: What the program turned out to do

  private func learn(_ booking: Booking) {
    met.levels.insert(booking.transaction.isolation)
    let hazards = learn(booking.request)
    if hazards.contains(.skips) || booking.wasCutShort {
      skipped = skipped || clients.contains { $0.id != booking.clientID && !$0.isIdle }
    }
  }

  @discardableResult
  func learn(_ request: Request) -> Hazards {
    let hazards = footprints.reach(of: request.sql).hazards
    met.hazards.formUnion(request.kind == .begin ? hazards.subtracting(.isolation) : hazards)
    return hazards
  }

  /// The client has begun a further attempt since this was last asked.
  func isRetry(_ client: ExploreClient) -> Bool {
    let now = client.interpreter?.repetitions ?? 0
    defer { repetitions[client.id] = now }
    return now > repetitions[client.id] ?? 0
  }
}
