import ContendModel
import ContendPostgres

/// An event of a client with where it was issued: session, transaction, level and what was known of them.
///
/// Fixed when the statement is sent and, for what only the answer tells, when that comes. The client goes on
/// by itself after the answer, through statements that are no events, to other transactions and
/// connections; what the event did must not be looked up there.
struct Booking {
  let clientID: Int
  let request: Request
  /// Which of the client's connections it went to.
  let connectionName: String
  let connection: Connection?
  let session: Int
  /// As the statement found it, the statement itself included.
  var transaction: TransactionState
  /// The server's time-outs that bound it.
  var timeOuts = ServerTimeOuts()
  private(set) var answer: Answer?
  /// A time-out of the server ended it.
  var wasCutShort = false

  struct Answer {
    var response: Response
    /// The session was in a transaction block after it.
    var isInTransaction: Bool
  }

  init(
    _ request: Request, of clientID: Int, on name: String, _ connection: Connection?, session: Int,
    _ state: TransactionState
  ) {
    self.clientID = clientID
    self.request = request
    connectionName = name
    self.connection = connection
    self.session = session
    transaction = state
  }

  var response: Response? { answer?.response }

  mutating func answered(_ response: Response) {
    answer = Answer(response: response, isInTransaction: connection?.isInTransaction ?? false)
  }
}
