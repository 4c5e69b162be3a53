import ContendModel
import ContendPostgres

/// Which transaction a session is in, followed by the statements that are sent on it.
struct TransactionState {
  /// No level has a shorter name; searching for one in every plain BEGIN takes longer than sending it.
  private static let shortestLevel = "serializable".utf8.count
  let defaultIsolation: IsolationLevel
  /// Number within the session, from 1.
  private(set) var number = 0
  var isolation: IsolationLevel
  private(set) var hasSavepoint = false
  /// The statement under way is a transaction of its own.
  private(set) var isAutocommit = false
  /// The statement under way is the first of its transaction that needs a snapshot.
  private var isFirst = false
  private var hasSnapshot = false
  /// The last statement ended the transaction; where another one is open after it, it is a new one
  /// (`AND CHAIN`).
  private var hasEnded = false

  init(defaultIsolation: IsolationLevel) {
    self.defaultIsolation = defaultIsolation
    isolation = defaultIsolation
  }

  /// The statement under way takes, or may take, the snapshot that its whole transaction keeps.
  var fixesSnapshot: Bool { isFirst && isolation != .readCommitted }

  /// Takes note of a statement that is about to be sent.
  mutating func will(_ request: Request, inTransaction: Bool) {
    isAutocommit = !inTransaction && request.kind != .begin
    isFirst = false
    if !inTransaction || hasEnded { begin(isChained: inTransaction) }
    switch request.kind {
    case .begin, .setting:
      if request.sql.utf8.count >= TransactionState.shortestLevel,
        let level = IsolationLevel(namedIn: request.sql)
      {
        isolation = level
      }
    case .savepoint: hasSavepoint = true
    case .commit, .rollback: hasEnded = true
    case .harness: break
    case .other:
      // Whether anything else takes one is not known: then both it and what follows may.
      isFirst = !hasSnapshot
      hasSnapshot = hasSnapshot || request.takesSnapshot
    }
  }

  /// A chained transaction has the characteristics of the one before.
  private mutating func begin(isChained: Bool) {
    number += 1
    if !isChained { isolation = defaultIsolation }
    hasSavepoint = false
    hasSnapshot = false
    hasEnded = false
  }
}
