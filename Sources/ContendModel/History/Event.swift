/// One statement as its client saw it, or one operation on what the harness provides: what a traced
/// round records and a classifier reads.
public struct Event: Hashable, Sendable {
  public var clientID: Int
  /// Number of the call within its client.
  public var call: Int
  public var attempt: Int
  /// Which of the call's connections it went to: each has transactions of its own.
  public var connection = "main"
  /// What it asks of the harness; nil for a statement, and for what happens to a client.
  public var resource: ResourceAction?
  /// `Statement.id`.
  public var statement: Int
  /// The text sent, with `$n` for parameters.
  public var sql: String
  public var kind: StatementKind
  public var parameters: [Value]
  /// What came back, at most `RowSample.limit` rows of it.
  public var rows: RowSample
  /// Rows affected or returned. Of an operation 1 if it came to what was asked: an entry was found, a
  /// value was set, a notification has come.
  public var rowCount: Int
  public var error: SQLError?
  /// A COMMIT that the server answered with ROLLBACK, because a statement before it had failed.
  public var isRolledBack = false
  /// The clients it was seen waiting for, by `clientID`; where nobody looked, empty.
  public var blockedBy: [Int]
  /// From the release of the clients; where a scheduler decides, steps counted in microseconds.
  public var start: Duration
  public var end: Duration

  public init(
    clientID: Int, call: Int, attempt: Int, statement: Int, sql: String, kind: StatementKind,
    parameters: [Value], rows: RowSample, rowCount: Int, error: SQLError?, blockedBy: [Int] = [],
    start: Duration, end: Duration
  ) {
    self.clientID = clientID
    self.call = call
    self.attempt = attempt
    self.statement = statement
    self.sql = sql
    self.kind = kind
    self.parameters = parameters
    self.rows = rows
    self.rowCount = rowCount
    self.error = error
    self.blockedBy = blockedBy
    self.start = start
    self.end = end
  }
}
