/// What one round or one schedule did: all that an oracle gets to see.
public struct History: Hashable, Sendable {
  /// Number of the round, from 1.
  public var round: Int
  public var calls: [CallRecord]
  /// Failed calls that were counted as they ended and are not in `calls`, by outcome.
  public var uncollected: [OutcomePattern: Int] = [:]
  /// Whether two calls ran at the same time; nil where only `calls` can tell.
  public var overlapped: Bool?
  /// Arrivals that were due before the time of the round was over and that no client was free to serve.
  public var unserved = 0
  /// Sessions that waited for locks, where somebody looked.
  public var locks = LockSamples()
  /// The round ended early because its invariants read every call and memory would not hold more.
  public var isCutShort = false
  /// Every statement, by start; empty unless the round was traced.
  public var events: [Event]
  /// What `\finally` ended in, where it failed.
  public var finallyError: SQLError?
  public var invariants: [InvariantReading]
  /// Calls that had to be cancelled because a statement of theirs did not return.
  public var stuck: [StuckCall]
  /// A digest of all rows at the end, those of `drawn` left out; nil unless it was asked for.
  public var finalState: String?
  /// Rows at the end with ids and times of the server's own making; nil where it makes none.
  package var drawn: DrawnState?
  /// The same row by row, with names; empty unless somebody asked for it.
  package var tables: [TableRows] = []
  /// A statement passed over a lock of another client's, or gave up waiting for it, where it might have
  /// got it had nobody else been at work.
  public var skipped = false
  /// From the release of the clients to the end of the last call.
  public var duration: Duration

  public init(
    round: Int, calls: [CallRecord], events: [Event] = [], finallyError: SQLError? = nil,
    invariants: [InvariantReading], stuck: [StuckCall] = [],
    finalState: String? = nil, duration: Duration
  ) {
    self.round = round
    self.calls = calls
    self.events = events
    self.finallyError = finallyError
    self.invariants = invariants
    self.stuck = stuck
    self.finalState = finalState
    self.duration = duration
  }
}

/// A call whose statement did not return within the step time-out.
public struct StuckCall: Hashable, Sendable {
  public var name: String
  /// The statement that was outstanding.
  public var location: SourceLocation?

  public init(name: String, location: SourceLocation?) {
    self.name = name
    self.location = location
  }
}

/// What an invariant's query returned.
public struct InvariantReading: Hashable, Sendable {
  public var name: String
  public var answer: Answer
  /// Rows the query read, whether or not they violate it; nil where nobody counted them.
  public var rowsRead: Int?

  public enum Answer: Hashable, Sendable {
    /// The violating rows; none: it holds. At most `limit` are kept, `count` counts all.
    case rows(RowSample)
    /// The query itself failed: nothing is known.
    case failed(SQLError)
  }

  public init(name: String, answer: Answer, rowsRead: Int? = nil) {
    self.name = name
    self.answer = answer
    self.rowsRead = rowsRead
  }
}

/// The first rows of a result, as text, for people to read.
public struct RowSample: Hashable, Sendable, Codable {
  public static let limit = 20

  public var columns: [String]
  /// Nil is NULL.
  public var rows: [[String?]]
  public var count: Int

  public init(columns: [String], rows: [[String?]], count: Int) {
    self.columns = columns
    self.rows = rows
    self.count = count
  }
}
