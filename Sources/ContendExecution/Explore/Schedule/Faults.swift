import ContendModel
import ContendPostgres

/// What may go wrong beside the interleaving: who may be killed, and how many of them in one run.
struct Faults {
  var crashes = 0
  /// Nil: of every role.
  var role: String?

  init(_ scope: ExploreScope) {
    crashes = scope.crashes
    role = scope.crashRole
  }

  func canKill(_ client: ExploreClient) -> Bool {
    client.death == nil && !client.diesOnAnswer && (role == nil || role == client.identity.role)
  }
}

extension Request {
  /// Whether its answer tells more than that it was received: something is committed by it.
  func commits(inTransaction: Bool) -> Bool {
    switch kind {
    case .commit: inTransaction
    case .other: !inTransaction && begin == nil && !isPlainRead
    case .begin, .rollback, .savepoint, .setting, .harness: false
    }
  }

  private var isPlainRead: Bool {
    ["select", "table", "values", "show", "listen"].contains(sql.prefix { $0.isLetter }.lowercased())
  }
}
