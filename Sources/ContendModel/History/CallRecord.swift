/// One call of one client and how it ended: a row of the `calls` relation.
public struct CallRecord: Hashable, Sendable {
  public var clientID: Int
  /// Number of the client within its role.
  public var client: Int
  public var role: String
  /// `worker2`; the role alone where it has one client.
  public var name: String
  /// Number of the call within its client.
  public var call: Int
  public var outcome: Outcome
  public var said: [String]
  /// The same piece by piece, with the family of each id among them; empty where nobody asked for it.
  package var told: [DrawnState.Cell] = []
  public var attempts: Int
  /// Statements sent, over all attempts.
  public var statements: Int
  public var duration: Duration
  /// When the call began, from the start of its round; for open-loop arrivals, when it was due.
  public var start: Duration
  /// Draws and variables at the end, by name.
  public var variables: [String: Value]
  /// Nil where the scenario uses nothing but statements, or nobody measured.
  public var use: ResourceUse?
  /// It ended in `ok` while a transaction was open that had written something: that was rolled back.
  package var losesWrites = false
  /// Why it ended so, where the outcome alone does not tell, as a clause.
  package var explanation: String?

  public init(
    clientID: Int, client: Int, role: String, name: String, call: Int, outcome: Outcome,
    said: [String], attempts: Int, statements: Int, duration: Duration, start: Duration,
    variables: [String: Value]
  ) {
    self.clientID = clientID
    self.client = client
    self.role = role
    self.name = name
    self.call = call
    self.outcome = outcome
    self.said = said
    self.attempts = attempts
    self.statements = statements
    self.duration = duration
    self.start = start
    self.variables = variables
  }
}
