import ContendModel
import ContendPostgres
import ContendSQL

/// Says what a statement touched: by its text where that leaves no doubt, else by the locks it took.
///
/// A plain statement's footprint follows from its text, its values and the catalog; the first time a
/// statement is seen the locks it really took must agree. For any other the locks of its open
/// transaction are looked at, which brings in what triggers, foreign keys and functions touched.
/// What cannot be looked at any more, such as an autocommit statement, depends on everything.
final class FootprintReader {
  /// Of the database as it is now: one that is made anew has other OIDs for the same names.
  var catalog: Catalog
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

  /// Accesses by text; a scenario that makes up values without end starts afresh now and then.
  private var known: [TextKey: [Footprint.Access]?] = [:]
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

  /// The footprint of the statement that a client has just had answered, or that now waits.
  ///
  /// - Parameter effect: its place among the effects of the run's choices.
  func footprint(
    of client: ExploreClient, after schedule: @autoclosure () -> Schedule, effect: Int
  ) async throws(SQLFailure) -> Footprint {
    let request = client.request
    let transaction = client.transaction
    var footprint = Footprint()
    footprint.fixesSnapshot = transaction.fixesSnapshot
    footprint.ending = ending(of: client)
    switch request.kind {
    case .commit:
      footprint.isUniversal = mayCheck(at: client)
      return footprint
    case .rollback, .begin, .harness:
      return footprint
    case .setting:
      footprint.isUniversal = !deferrable.isEmpty && request.sql.isSettingConstraints
      return footprint
    case .savepoint:
      // What a subtransaction had locked is free again.
      footprint.isUniversal = request.sql.isRollbackToSavepoint
      return footprint
    case .other:
      break
    }
    // The error released what the transaction, or only its savepoint, had.
    if client.response?.error != nil, transaction.hasSavepoint { return .everything }
    if let accesses = accesses(byText: request), try await isVerified(request, accesses, client) {
      footprint.accesses = accesses
    } else if looksAtLocks, let accesses = try await look(client, schedule, effect) {
      footprint.accesses = accesses
    } else {
      expect(deferrable, of: client)
      footprint.isUniversal = true
    }
    return footprint
  }

  private func ending(of client: ExploreClient) -> Footprint.Ending? {
    if client.isWaiting { return nil }
    if client.response?.error != nil { return .rollback }
    switch client.request.kind {
    case .commit: return .commit
    case .rollback: return .rollback
    default: return client.transaction.isAutocommit ? .commit : nil
    }
  }

  /// What was put off is done by COMMIT: it reads, waits and fails.
  private func mayCheck(at client: ExploreClient) -> Bool {
    guard !deferrable.isEmpty, transactions[client.session] == client.transaction.number else {
      return false
    }
    return expected[client.session]?.isDisjoint(with: deferrable) == false
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

  private func plainAccesses(_ request: Request) -> [Footprint.Access]? {
    guard let shape = StatementShape(sql: request.sql, parameters: request.parameters),
      let relation = catalog.relations[shape.table], relation.isPlain,
      SQLLexer.functions(in: request.sql)?.isSubset(of: catalog.harmlessFunctions) == true
    else { return nil }
    let resource = resource(of: shape, relation, catalog.identity(of: relation.oid))
    switch shape.operation {
    case .select(let isLocking):
      let read = Footprint.Access(.read, resource)
      return isLocking ? [read, Footprint.Access(.lock, resource)] : [read]
    case .update, .delete:
      return [Footprint.Access(.read, resource), Footprint.Access(.write, resource)]
    case .insert:
      return [Footprint.Access(.write, resource)]
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
    _ request: Request, _ accesses: [Footprint.Access], _ client: ExploreClient
  ) async throws(SQLFailure) -> Bool {
    expect(Set(accesses.compactMap(\.resource.relation)), of: client)
    // An autocommit statement cannot be looked at; the catalog vouches for it.
    guard looksAtLocks, let id = request.preparedAs, client.isInTransaction,
      !client.connection.isInFailedTransaction
    else {
      return true
    }
    if let known = verified[id] { return known }
    let locks = try await monitor.locks(of: client.connection.backend)
    let seen = Set(locks.compactMap(\.relation).map(catalog.identity))
    let surprises = seen.filter {
      tables.contains($0) && expected[client.session]?.contains($0) != true
    }
    // What it had locked when it failed or had to wait need not be all.
    if client.response != nil, client.response?.error == nil { verified[id] = surprises.isEmpty }
    return surprises.isEmpty
  }

  /// Adds to the relations that the client's transaction is known to have locked.
  private func expect(_ relations: Set<UInt32>, of client: ExploreClient) {
    let id = client.session
    if transactions[id] != client.transaction.number { expected[id] = [] }
    transactions[id] = client.transaction.number
    expected[id, default: []].formUnion(relations)
  }

  // MARK: By locks

  /// Nil where there is nothing to look at.
  private func look(
    _ client: ExploreClient, _ schedule: () -> Schedule, _ effect: Int
  ) async throws(SQLFailure) -> [Footprint.Access]? {
    guard client.isInTransaction, !client.connection.isInFailedTransaction, isTraceable(client.request.sql)
    else { return nil }
    let key = LookKey(schedule: schedule(), client: client.session, effect: effect)
    if let known = looks[key] {
      expect(Set(known.compactMap(\.resource.relation)), of: client)
      return known
    }
    let locks = try await monitor.locks(of: client.connection.backend)
    expect(Set(locks.compactMap(\.relation).map(catalog.identity)), of: client)
    let accesses = Set(locks.flatMap(accesses)).sorted { "\($0)" < "\($1)" }
    looks[key] = accesses
    return accesses
  }

  private func isTraceable(_ sql: String) -> Bool {
    guard let functions = SQLLexer.functions(in: sql), !sql.isNotifying, !sql.changesSchema else {
      return false
    }
    return functions.isSubset(of: catalog.harmlessFunctions.union(catalog.traceableFunctions))
  }

  private func accesses(_ lock: HeldLock) -> [Footprint.Access] {
    guard let oid = lock.relation else { return [Footprint.Access(.lock, .advisory(lock.advisoryKey))] }
    let relation = Footprint.Resource.relation(catalog.identity(of: oid))
    switch lock.mode {
    case "AccessShareLock": return [Footprint.Access(.read, relation)]
    case "RowShareLock": return [Footprint.Access(.read, relation), Footprint.Access(.lock, relation)]
    case "RowExclusiveLock": return [Footprint.Access(.read, relation), Footprint.Access(.write, relation)]
    default: return [Footprint.Access(.exclusive, relation)]
    }
  }
}

extension Catalog {
  /// The same in every lane, whose databases give the same table different OIDs: FNV-1a of its name.
  ///
  /// Two names with one identity only make more events dependent.
  fileprivate func identity(of oid: UInt32) -> UInt32 {
    guard let name = names[oid] else { return oid }
    return name.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
  }
}

extension Footprint.Resource {
  fileprivate var relation: UInt32? {
    switch self {
    case .relation(let oid), .row(let oid, _): oid
    case .advisory, .named: nil
    }
  }
}

extension String {
  fileprivate var isSettingConstraints: Bool { lowercased().contains("constraints") }

  fileprivate var isNotifying: Bool {
    ["notify", "listen", "unlisten", "do", "call", "lock"].contains(prefix { $0.isLetter }.lowercased())
  }
}
