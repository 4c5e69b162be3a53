import ContendModel

typealias Effect = ExecutedEvent.Effect
typealias Resource = Footprint.Resource

/// A row of the simulated database.
struct Row: Hashable, Sendable, Comparable, CustomStringConvertible {
  var table: Int
  var id: Int

  static func < (left: Row, right: Row) -> Bool { (left.table, left.id) < (right.table, right.id) }
  var description: String { "\(["a", "b", "c", "d"][table])\(id)" }
  var resource: Resource { .row(relation: UInt32(table), key: "\(id)") }
}

/// One statement of a simulated client.
enum Statement: Hashable, Sendable {
  case begin
  case commit
  case rollback
  /// SELECT of these rows: the client remembers their sum.
  case read([Row])
  /// SELECT sum over a table.
  case sum(table: Int)
  case lock(Row, isShared: Bool)
  /// UPDATE … SET v = what the client remembers + n.
  case set(Row, Int)
  /// UPDATE … SET v = v + n.
  case add(Row, Int)
  /// UPDATE of the first row with a trigger that updates the second; what the statement's snapshot
  /// shows of a third row goes to the client.
  case addBoth(Row, Row, Int, seeing: Row? = nil)
  /// UPDATE … SET v = v + n WHERE v = what the client remembers; no row: roll back and start over.
  case setIfUnchanged(Row, Int)
  /// SELECT until it is n.
  case awaitValue(Row, Int)
}

/// What each client of the simulated database runs.
struct Program: Hashable, Sendable {
  struct Client: Hashable, Sendable {
    var isolation = IsolationLevel.readCommitted
    var statements: [Statement]
    /// Attempts in all on a serialization failure, a deadlock or a lost optimistic update.
    var attempts = 1
  }

  var clients: [Client]

  init(_ clients: [Client]) { self.clients = clients }

  init(_ clients: [Statement]...) { self.clients = clients.map { Client(statements: $0) } }

  init(_ isolation: IsolationLevel, attempts: Int = 1, _ clients: [Statement]...) {
    self.clients = clients.map { Client(isolation: isolation, statements: $0, attempts: attempts) }
  }

  init(
    _ isolation: IsolationLevel = .readCommitted, attempts: Int = 1, copies: Int, of statements: [Statement]
  ) {
    clients = Array(
      repeating: Client(isolation: isolation, statements: statements, attempts: attempts), count: copies)
  }
}

extension Program {
  static let x = Row(table: 0, id: 1)
  static let y = Row(table: 0, id: 2)
  static let z = Row(table: 1, id: 1)

  static func lostUpdate(clients: Int, _ isolation: IsolationLevel = .readCommitted, attempts: Int = 1)
    -> Program
  {
    Program(isolation, attempts: attempts, copies: clients, of: [.begin, .read([x]), .set(x, 1), .commit])
  }

  static func writeSkew(_ isolation: IsolationLevel = .readCommitted) -> Program {
    Program(
      isolation, [.begin, .read([x, y]), .set(x, 1), .commit], [.begin, .read([x, y]), .set(y, 1), .commit])
  }

  static let deadlock = Program(
    [.begin, .add(x, 1), .add(y, 1), .commit], [.begin, .add(y, 10), .add(x, 10), .commit])

  static let disjoint = Program(
    [.begin, .read([x]), .set(x, 1), .commit],
    [.begin, .read([y]), .set(y, 1), .commit],
    [.begin, .read([Row(table: 0, id: 3)]), .set(Row(table: 0, id: 3), 1), .commit])

  /// The waiter needs both shared locks to go, and then meets the second holder's next statement.
  static let twoHolders = Program(
    [.begin, .lock(x, isShared: true), .commit],
    [.begin, .lock(x, isShared: true), .add(Row(table: 3, id: 1), 1), .commit, .lock(z, isShared: false)],
    [.addBoth(x, z, 100, seeing: Row(table: 3, id: 1))])

  /// r(X)w(Z), r(Y)w(X), w(Y): whether the middle one is doomed hangs on the order of the other two.
  static let chain = Program(
    .serializable, [.begin, .read([x]), .add(Row(table: 2, id: 1), 1), .commit],
    [.begin, .read([z]), .add(x, 1), .commit], [.begin, .add(z, 1), .commit])
}
