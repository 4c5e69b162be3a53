package import ContendModel

/// The one seam through which every statement of every mode goes.
///
/// A connection executes at once; an explored lane first asks its scheduler for permission. What
/// the server answers, errors included, is data: nothing is thrown.
package protocol Session: AnyObject {
  func execute(_ request: Request) async -> Response

  /// Whether a transaction is open, failed ones included.
  var isInTransaction: Bool { get }
}

/// Gets the answer to a statement that it sent without waiting.
package protocol ResponseReceiver: AnyObject {
  /// Called on the connection's loop while it looks at its sockets: may send, must not close anything.
  func received(_ response: Response)
}

/// A statement with its values, ready to be sent.
package struct Request {
  /// The text, with `$n` for the parameters.
  package var sql: String
  package var parameters: [Value]
  /// Names the prepared statement, which is made at first use; nil sends the text unprepared.
  package var preparedAs: Int?
  /// What it does to the transaction.
  package var kind: StatementKind
  /// A BEGIN that travels with the statement, so that both take one round trip. If it fails, its error
  /// is the answer and the statement is not run.
  package var begin: Begin?

  /// A statement that opens a transaction; it takes no parameters.
  package struct Begin {
    package var sql: String
    package var preparedAs: Int?

    package init(sql: String, preparedAs: Int?) {
      self.sql = sql
      self.preparedAs = preparedAs
    }
  }

  package init(
    sql: String, parameters: [Value] = [], preparedAs: Int? = nil, kind: StatementKind = .other
  ) {
    self.sql = sql
    self.parameters = parameters
    self.preparedAs = preparedAs
    self.kind = kind
  }
}

/// What the server answered.
package enum Response {
  case success(ResultSet)
  indirect case failure(SQLError)

  package var error: SQLError? {
    if case .failure(let error) = self { error } else { nil }
  }

  /// The server did a ROLLBACK, whatever it was asked.
  package var isRollback: Bool {
    if case .success(let rows) = self { rows.isRollback } else { false }
  }

  /// The rows, or the error as a Swift error: for the harness's own statements.
  @discardableResult
  package func get() throws(SQLFailure) -> ResultSet {
    switch self {
    case .success(let rows): return rows
    case .failure(let error): throw SQLFailure(error: error)
    }
  }
}

/// An SQL error of a statement of the harness itself, which has to stop the run.
package struct SQLFailure: Error, CustomStringConvertible {
  package var error: SQLError

  package init(error: SQLError) { self.error = error }

  package var description: String { "\(error.sqlState): \(error.message)" }
}
