import ContendModel

/// A transaction of the simulated database.
struct Transaction: Sendable {
  enum State: Sendable { case open, committed, aborted }

  var client: Int
  var number: Int
  var isolation: IsolationLevel
  var isAutocommit: Bool
  var state = State.open
  /// Number of commits that it sees; nil while it has no snapshot.
  var snapshot: Int?
  var written: [Row: Int] = [:]
  /// Its own place in the order of commits.
  var commit: Int?
  // What serializable snapshot isolation keeps.
  var readRows: Set<Row> = []
  /// Transactions that read what this one overwrites, and those that overwrite what it reads.
  var inConflicts: Set<Int> = []
  var outConflicts: Set<Int> = []
  var isDoomed = false
  /// It committed with a conflict out to one that had committed before.
  var hasConflictOut = false

  var isSerializable: Bool { isolation == .serializable }
}

/// The state of rows and transactions: what PostgreSQL keeps in tables, commit log and predicate locks.
struct Storage: Sendable {
  struct Version: Sendable {
    var value: Int
    /// 0 is the initial state.
    var commit: Int
    var transaction: Int?
  }

  private(set) var versions: [Row: [Version]] = [:]
  var transactions: [Transaction] = []
  private var commits = 0

  var finalState: [Row: Int] { versions.compactMapValues { $0.last?.value } }

  func newest(_ row: Row) -> Version { versions[row]?.last ?? Version(value: 0, commit: 0) }

  mutating func takeSnapshot(_ id: Int) -> Bool {
    let isKept = transactions[id].isolation != .readCommitted
    guard !isKept || transactions[id].snapshot == nil else { return false }
    transactions[id].snapshot = commits
    return isKept
  }

  /// What the transaction's snapshot shows.
  func value(of row: Row, for id: Int) -> Int {
    let transaction = transactions[id]
    if let own = transaction.written[row] { return own }
    let visible = versions[row]?.last { $0.commit <= transaction.snapshot ?? 0 }
    return visible?.value ?? 0
  }

  func rows(of table: Int) -> [Row] { (1...4).map { Row(table: table, id: $0) } }

  mutating func commit(_ id: Int) {
    commits += 1
    transactions[id].state = .committed
    transactions[id].commit = commits
    for (row, value) in transactions[id].written {
      versions[row, default: []].append(Version(value: value, commit: commits, transaction: id))
    }
    transactions[id].hasConflictOut = transactions[id].outConflicts.contains {
      transactions[$0].state == .committed
    }
  }

  mutating func abort(_ id: Int) {
    transactions[id].state = .aborted
    for other in transactions.indices {
      transactions[other].inConflicts.remove(id)
      transactions[other].outConflicts.remove(id)
    }
  }
}

// MARK: - Serializable snapshot isolation

/// The rules of PostgreSQL's `predicate.c` (Ports and Grittner, VLDB 2012), rows for predicate locks.
extension Storage {
  /// Notes a read; true if the reader has to fail.
  mutating func read(_ row: Row, by id: Int) -> Bool {
    guard transactions[id].isSerializable else { return false }
    transactions[id].readRows.insert(row)
    for other in transactions.indices where other != id && isConcurrent(other, id) {
      guard transactions[other].written[row] != nil else { continue }
      if flag(reader: id, writer: other, actor: id) { return true }
    }
    return false
  }

  /// Notes a write; true if the writer has to fail.
  mutating func wrote(_ row: Row, by id: Int) -> Bool {
    guard transactions[id].isSerializable else { return false }
    for other in transactions.indices where other != id && isConcurrent(other, id) {
      guard transactions[other].readRows.contains(row) else { continue }
      if flag(reader: other, writer: id, actor: id) { return true }
    }
    return false
  }

  /// True if the committing transaction has to fail.
  mutating func checkBeforeCommit(_ id: Int) -> Bool {
    guard transactions[id].isSerializable else { return false }
    if transactions[id].isDoomed { return true }
    for near in transactions[id].inConflicts.sorted() where transactions[near].state == .open {
      let isPivot = transactions[near].inConflicts.contains { far in
        far == id || (transactions[far].state == .open && !transactions[far].isDoomed)
      }
      if isPivot { transactions[near].isDoomed = true }
    }
    return false
  }

  /// Both have a snapshot and neither had committed when the other took its own.
  private func isConcurrent(_ left: Int, _ right: Int) -> Bool {
    let (one, other) = (transactions[left], transactions[right])
    guard one.isSerializable, other.isSerializable, one.state != .aborted, other.state != .aborted,
      let first = one.snapshot, let second = other.snapshot
    else { return false }
    return (one.commit ?? .max) > second && (other.commit ?? .max) > first
  }

  private mutating func flag(reader: Int, writer: Int, actor: Int) -> Bool {
    transactions[reader].outConflicts.insert(writer)
    transactions[writer].inConflicts.insert(reader)
    guard isDangerous(reader: reader, writer: writer) else { return false }
    if actor == writer || transactions[writer].state == .committed { return true }
    transactions[writer].isDoomed = true
    return false
  }

  private func isDangerous(reader: Int, writer: Int) -> Bool {
    let (from, to) = (transactions[reader], transactions[writer])
    if to.state == .committed, to.hasConflictOut { return true }
    let isWriterPivot = to.outConflicts.contains { id in
      guard let out = transactions[id].commit else { return false }
      return out <= from.commit ?? .max && out <= to.commit ?? .max
    }
    if isWriterPivot { return true }
    guard let commit = to.commit else { return false }
    return from.inConflicts.contains { id in
      !transactions[id].isDoomed && transactions[id].commit ?? .max >= commit
    }
  }
}
