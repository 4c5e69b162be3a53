import ContendModel
import ContendPostgres

/// Which transaction a client is in, told from the statements it sends.
struct TransactionState {
  /// No level has a shorter name; searching for one in every plain BEGIN takes longer than sending it.
  private static let shortestLevel = "serializable".utf8.count
  let defaultIsolation: IsolationLevel
  /// Number within the client, from 1.
  private(set) var number = 0
  private(set) var isolation: IsolationLevel
  private(set) var hasSavepoint = false
  /// The statement under way is a transaction of its own.
  private(set) var isAutocommit = false
  /// The statement under way takes the transaction's snapshot.
  private(set) var fixesSnapshot = false
  private var hasSnapshot = false

  init(defaultIsolation: IsolationLevel) {
    self.defaultIsolation = defaultIsolation
    isolation = defaultIsolation
  }

  /// Takes note of a statement that is about to be sent.
  mutating func will(_ request: Request, inTransaction: Bool) {
    isAutocommit = !inTransaction && request.kind != .begin
    fixesSnapshot = false
    if !inTransaction { begin() }
    switch request.kind {
    case .begin, .setting:
      if request.sql.utf8.count >= TransactionState.shortestLevel,
        let level = IsolationLevel(namedIn: request.sql)
      {
        isolation = level
      }
    case .savepoint: hasSavepoint = true
    case .commit, .rollback, .harness: break
    case .other:
      fixesSnapshot = !hasSnapshot && isolation != .readCommitted
      hasSnapshot = true
    }
  }

  private mutating func begin() {
    number += 1
    isolation = defaultIsolation
    hasSavepoint = false
    hasSnapshot = false
  }
}
