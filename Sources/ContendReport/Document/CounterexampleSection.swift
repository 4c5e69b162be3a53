package import ContendModel

/// One interleaving, step by step: a failing schedule of explore, a traced round of stress, or what
/// `replay` saw.
package struct CounterexampleSection: Codable, Hashable, Sendable {
  /// What `replay --schedule` takes; nil for a traced round, which cannot be replayed.
  package var schedule: String?
  /// The stress round it was traced in.
  package var round: Int?
  /// Names of the clients; a step's `client` counts into them from 1.
  package var clients: [String]
  /// Steps in the order in which they were issued; they are numbered from 1.
  package var steps: [StepSection]
  /// Reads that did not see a write of another client; nil in results of versions that did not look for them.
  package var missed: [MissedSection]?
  /// `FailureKind` as text; nil if nothing failed.
  package var kind: String?
  /// Why it fails, in one sentence.
  package var failure: String?
  /// Rows of the violated invariant.
  package var violated: RowSample?

  package init(
    schedule: String? = nil, round: Int? = nil, clients: [String], steps: [StepSection],
    missed: [MissedSection] = [], kind: FailureKind? = nil, failure: String? = nil, violated: RowSample? = nil
  ) {
    self.schedule = schedule
    self.round = round
    self.clients = clients
    self.steps = steps
    self.missed = missed
    self.kind = kind?.description
    self.failure = failure
    self.violated = violated
  }
}

/// A read that did not see a write: numbers of steps, from 1.
package struct MissedSection: Codable, Hashable, Sendable {
  package var read: Int
  package var write: Int

  package init(read: Int, write: Int) {
    self.read = read
    self.write = write
  }
}

/// One statement or other event of one client.
package struct StepSection: Codable, Hashable, Sendable {
  /// Into `clients`, from 1.
  package var client: Int
  /// Number of the call within its client.
  package var call: Int
  /// Number of the attempt within `\retry`, from 1.
  package var attempt: Int
  /// The text sent, with `$n` for parameters; of other events the directive.
  package var sql: String
  /// What `$1`, `$2`, … were, or what else went in, as text.
  package var values: [String]
  /// Rows that came back.
  package var rows: RowSample?
  /// Rows affected or returned.
  package var rowCount: Int?
  /// A COMMIT that the server answered with ROLLBACK, because a statement before it had failed.
  package var rolledBack: Bool
  package var error: StepErrorSection?
  /// It was seen waiting for a lock or another resource.
  package var blocked: Bool
  /// The clients it waited for, into `clients`, from 1.
  package var blockedBy: [Int]
  /// The last step that was issued before this one's answer; nil if that is this one.
  package var answeredAfterStep: Int?
  /// On the last step of a call: how it ended, such as `ok` or `rejected:out_of_stock`.
  package var outcome: String?
  package var location: SourceLocation?

  package init(
    client: Int, call: Int = 1, attempt: Int = 1, sql: String, values: [String] = [],
    rows: RowSample? = nil, rowCount: Int? = nil, rolledBack: Bool = false, error: StepErrorSection? = nil,
    blocked: Bool = false, blockedBy: [Int] = [], answeredAfterStep: Int? = nil,
    outcome: String? = nil, location: SourceLocation? = nil
  ) {
    self.client = client
    self.call = call
    self.attempt = attempt
    self.sql = sql
    self.values = values
    self.rows = rows
    self.rowCount = rowCount
    self.rolledBack = rolledBack
    self.error = error
    self.blocked = blocked
    self.blockedBy = blockedBy
    self.answeredAfterStep = answeredAfterStep
    self.outcome = outcome
    self.location = location
  }

  private enum CodingKeys: String, CodingKey {
    case client, call, attempt, sql, values, rows
    case rowCount = "row_count"
    case rolledBack = "rolled_back"
    case error, blocked
    case blockedBy = "blocked_by"
    case answeredAfterStep = "answered_after_step"
    case outcome, location
  }
}

/// The error a step ended in.
package struct StepErrorSection: Codable, Hashable, Sendable {
  package var sqlState: String
  package var message: String

  package init(sqlState: String, message: String) {
    self.sqlState = sqlState
    self.message = message
  }

  private enum CodingKeys: String, CodingKey {
    case sqlState = "sqlstate"
    case message
  }
}
