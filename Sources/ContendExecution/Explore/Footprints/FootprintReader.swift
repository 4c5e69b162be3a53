import ContendModel
import ContendPostgres
import ContendSQL

/// Says what an event touched: by its text where that is all, else by the locks its transaction holds,
/// else everything.
///
/// Independence is what has to be shown. A plain statement's footprint follows from its text, its values
/// and the catalog, if nothing runs with it that its text does not name; the first time a statement is seen
/// the locks it really took must agree. For any other the locks of its open transaction are looked at,
/// which brings in what triggers, foreign keys and functions touched, if nothing can have been touched
/// without a lock that is held still. What remains depends on everything, and so does the end of its
/// transaction.
final class FootprintReader {
  /// Of the database as it is now: one that is made anew has other OIDs for the same names.
  var catalog: Catalog
  /// What the whole program may do: what the catalog says does not hold once somebody changes it.
  var program: Hazards = []
  private let monitor: LockMonitor
  private let tables: Set<UInt32>
  /// Tables that a transaction may have left something to check in until its end.
  private let deferrable: Set<UInt32>
  /// Whether COMMIT can do more than end its transaction.
  var checksAtCommit: Bool { !deferrable.isEmpty }
  /// Relations that a session's transaction has locked so far, and the number of that transaction.
  private var expected: [Int: Set<UInt32>] = [:]
  private var transactions: [Int: Int] = [:]
  /// Whether the locks a statement took agreed with its text, by statement id.
  private var verified: [Int: Bool] = [:]
  /// Looks at a node of the search are the same in every run through it.
  private var looks: [LookKey: [Footprint.Access]] = [:]

  private struct LookKey: Hashable {
    let schedule: Schedule
    let client: Int
    /// One choice can let a client go on more than once.
    let effect: Int
  }

  /// What is known by text; a scenario that makes up values without end starts afresh now and then.
  private var known: [TextKey: [Footprint.Access]?] = [:]
  private var reaches: [String: Reach] = [:]
  private static let knownLimit = 10_000
  /// Whether anybody wants to know what only a look at the locks can tell.
  private let looksAtLocks: Bool

  private struct TextKey: Hashable {
    let sql: String
    let parameters: [Value]
  }

  init(_ catalog: Catalog, monitor: LockMonitor, looksAtLocks: Bool) {
    self.catalog = catalog
    self.looksAtLocks = looksAtLocks
    self.monitor = monitor
    tables = Set(catalog.relations.values.map { catalog.identity(of: $0.oid) })
    deferrable = Set(catalog.relations.values.filter(\.isDeferrable).map { catalog.identity(of: $0.oid) })
  }

  /// The footprint of an event that has just been answered, or that now waits.
  ///
  /// - Parameter effect: its place among the effects of the run's choices.
  func footprint(
    of client: ExploreClient, after schedule: @autoclosure () -> Schedule, effect: Int
  ) async throws(SQLFailure) -> Footprint {
    let booking = client.booking
    var footprint = Footprint()
    footprint.fixesSnapshot = booking.transaction.fixesSnapshot
    footprint.ending = ending(of: booking, isWaiting: client.isWaiting)
    switch booking.request.kind {
    case .commit:
      footprint.accesses = clock(of: booking)
      footprint.isUniversal = mayCheck(booking)
    case .begin, .rollback:
      footprint.accesses = clock(of: booking)
    case .harness, .setting:
      break
    case .savepoint:
      // What a subtransaction had locked is free again.
      footprint.isUniversal = booking.request.sql.isRollbackToSavepoint
    case .other:
      if let accesses = try await accesses(of: booking, isOpen: client.isOpen(booking), schedule, effect) {
        footprint.accesses = accesses
      } else {
        expect(deferrable, by: booking)
        footprint.isUniversal = true
      }
    }
    return footprint
  }

  /// Nil where it is not shown what they are.
  private func accesses(
    of booking: Booking, isOpen: Bool, _ schedule: () -> Schedule, _ effect: Int
  ) async throws(SQLFailure) -> [Footprint.Access]? {
    // The error released what the transaction, or only its savepoint, had.
    if booking.response?.error != nil, booking.transaction.hasSavepoint { return nil }
    if let accesses = accesses(byText: booking.request),
      try await isVerified(booking, accesses, isOpen: isOpen)
    {
      return accesses + clock(of: booking)
    }
    guard looksAtLocks, let accesses = try await look(booking, isOpen: isOpen, schedule, effect) else {
      return nil
    }
    return accesses + clock(of: booking)
  }

  private func ending(of booking: Booking, isWaiting: Bool) -> Footprint.Ending? {
    if isWaiting { return nil }
    if booking.response?.error != nil { return .rollback }
    switch booking.request.kind {
    case .commit: return .commit
    case .rollback: return .rollback
    default: return booking.transaction.isAutocommit ? .commit : nil
    }
  }

  /// What was put off is done by COMMIT: it reads, waits and fails.
  private func mayCheck(_ booking: Booking) -> Bool {
    guard !deferrable.isEmpty, transactions[booking.session] == booking.transaction.number else {
      return false
    }
    return expected[booking.session]?.isDisjoint(with: deferrable) == false
  }

  /// Who reads a clock has a place among all that do: at BEGIN for `now()`, else at the statement.
  private func clock(of booking: Booking) -> [Footprint.Access] {
    let hazards = reach(of: booking.request.sql).hazards
    let isRead =
      booking.request.beginsTransaction || hazards.contains(.movingClock)
      || (hazards.contains(.clock) && booking.transaction.isAutocommit)
    return isRead ? [Footprint.Access(.lock, .named("clock"))] : []
  }

  func reach(of sql: String) -> Reach {
    if let reach = reaches[sql] { return reach }
    let reach = catalog.vocabulary.reach(of: sql)
    if reaches.count >= FootprintReader.knownLimit { reaches = [:] }
    reaches[sql] = reach
    return reach
  }

  // MARK: By text

  /// What a plain statement touches; nil where its text does not tell.
  func accesses(byText request: Request) -> [Footprint.Access]? {
    let key = TextKey(sql: request.sql, parameters: request.parameters)
    if let accesses = known[key] { return accesses }
    let accesses = plainAccesses(request)
    if known.count >= FootprintReader.knownLimit { known = [:] }
    known[key] = .some(accesses)
    return accesses
  }

  /// What a statement may do beside what its text names.
  private static let beyondText: Hazards = [.ownCode, .lockFunction, .untraceable, .lastingSession]

  private func plainAccesses(_ request: Request) -> [Footprint.Access]? {
    let reach = reach(of: request.sql)
    guard !program.contains(.definition), reach.hazards.isDisjoint(with: Self.beyondText),
      let shape = StatementShape(sql: request.sql, parameters: request.parameters),
      let relation = catalog.relations[shape.table], relation.isPlain
    else { return nil }
    let resource = resource(of: shape, relation, catalog.identity(of: relation.oid))
    let numbers = reach.sequences.sorted().flatMap(sequences)
    switch shape.operation {
    case .select(let isLocking):
      let read = Footprint.Access(.read, resource)
      return (isLocking ? [read, Footprint.Access(.lock, resource)] : [read]) + numbers
    case .update, .delete:
      return [Footprint.Access(.read, resource), Footprint.Access(.write, resource)] + numbers
    case .insert:
      return [Footprint.Access(.write, resource)] + numbers
    }
  }

  private func sequences(named name: String) -> [Footprint.Access] {
    guard name != Vocabulary.anySequence else { return [Footprint.Access(.lock, .sequence(0))] }
    return catalog.sequences[name, default: []].sorted().map {
      Footprint.Access(.lock, .sequence(catalog.identity(of: $0)))
    }
  }

  /// The one row the statement can touch, else the relation.
  private func resource(
    of shape: StatementShape, _ relation: Catalog.Relation, _ identity: UInt32
  ) -> Footprint.Resource {
    let touchesOtherKeys =
      shape.operation == .insert
      ? !relation.otherKeyColumns.isEmpty
      : !relation.otherKeyColumns.isDisjoint(with: shape.assignments.keys)
        || !Set(relation.primaryKey).isDisjoint(with: shape.assignments.keys)
    let key = zip(relation.primaryKey, relation.keyKinds).map { column, kind in
      keyValue(shape, column).flatMap(kind.canonical)
    }
    guard !touchesOtherKeys, !key.isEmpty, shape.isExact || shape.operation != .insert, !key.contains(nil)
    else {
      return .relation(identity)
    }
    return .row(relation: identity, key: key.map { $0 ?? "" }.joined(separator: "\u{1F}"))
  }

  private func keyValue(_ shape: StatementShape, _ column: String) -> String? {
    guard shape.operation == .insert else { return shape.equalities[column] }
    guard let value = shape.assignments[column]?.value else { return nil }
    return value
  }

  private func isVerified(
    _ booking: Booking, _ accesses: [Footprint.Access], isOpen: Bool
  ) async throws(SQLFailure) -> Bool {
    expect(Set(accesses.compactMap(\.resource.relation)), by: booking)
    // An autocommit statement cannot be looked at; the catalog vouches for it.
    guard let id = booking.request.preparedAs, let connection = booking.connection, looksAtLocks else {
      return true
    }
    if let known = verified[id] { return known }
    guard isOpen, connection.isInTransaction, !connection.isInFailedTransaction else { return true }
    let locks = try await monitor.locks(of: connection.backend)
    let seen = Set(locks.compactMap(\.relation).map(catalog.identity))
    let surprises = seen.filter {
      tables.contains($0) && expected[booking.session]?.contains($0) != true
    }
    // What it had locked when it failed or had to wait need not be all.
    if booking.response != nil, booking.response?.error == nil { verified[id] = surprises.isEmpty }
    return surprises.isEmpty
  }

  /// Adds to the relations that the event's transaction is known to have locked.
  private func expect(_ relations: Set<UInt32>, by booking: Booking) {
    let id = booking.session
    if transactions[id] != booking.transaction.number { expected[id] = [] }
    transactions[id] = booking.transaction.number
    expected[id, default: []].formUnion(relations)
  }

  // MARK: By locks

  /// Nil where there is nothing to look at, or locks are not all.
  private func look(
    _ booking: Booking, isOpen: Bool, _ schedule: () -> Schedule, _ effect: Int
  ) async throws(SQLFailure) -> [Footprint.Access]? {
    guard isOpen, let connection = booking.connection, connection.isInTransaction,
      !connection.isInFailedTransaction, !program.contains(.newCode),
      !reach(of: booking.request.sql).hazards.contains(.untraceable)
    else { return nil }
    let key = LookKey(schedule: schedule(), client: booking.session, effect: effect)
    if let known = looks[key] {
      expect(Set(known.compactMap(\.resource.relation)), by: booking)
      return known
    }
    let locks = try await monitor.locks(of: connection.backend)
    expect(Set(locks.compactMap(\.relation).map(catalog.identity)), by: booking)
    let accesses = Set(locks.flatMap(accesses)).sorted { "\($0)" < "\($1)" }
    looks[key] = accesses
    return accesses
  }

  private func accesses(_ lock: HeldLock) -> [Footprint.Access] {
    guard let oid = lock.relation else { return [Footprint.Access(.lock, .advisory(lock.advisoryKey))] }
    let identity = catalog.identity(of: oid)
    guard !catalog.sequenceOIDs.contains(oid) else { return [Footprint.Access(.lock, .sequence(identity))] }
    let relation = Footprint.Resource.relation(identity)
    switch lock.mode {
    case "AccessShareLock", "SIReadLock": return [Footprint.Access(.read, relation)]
    case "RowShareLock": return [Footprint.Access(.read, relation), Footprint.Access(.lock, relation)]
    case "RowExclusiveLock": return [Footprint.Access(.read, relation), Footprint.Access(.write, relation)]
    default: return [Footprint.Access(.exclusive, relation)]
    }
  }
}

extension Catalog {
  /// The same in every lane, whose databases give the same table different OIDs: FNV-1a of its name.
  ///
  /// Two names with one identity only make more events dependent; what is made on the way has one for all,
  /// for its OID is another in every run.
  fileprivate func identity(of oid: UInt32) -> UInt32 {
    guard let name = names[oid] else { return oid < Catalog.firstOwn ? oid : 0 }
    return name.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
  }
}

extension Footprint.Resource {
  fileprivate var relation: UInt32? {
    switch self {
    case .relation(let oid), .row(let oid, _): oid
    case .advisory, .sequence, .named: nil
    }
  }
}
