package import ContendModel
import ContendPostgres

/// What others ask of a lane.
extension Lane {
  package var clientCount: Int { clients.count }
  /// By `clientID`.
  package var roles: [Int: String] {
    Dictionary(clients.map { ($0.id, $0.identity.role) }) { $1 }
  }
  package var callsPerClient: Int { options.calls }
  package var finallyReadsCalls: Bool { judge.finallyReadsCalls }
  /// Every call, client by client.
  package var calls: [CallID] {
    clients.flatMap { client in
      (1...options.calls).map { CallID(clientID: client.id, call: $0) }
    }
  }

  /// Real time, for a lane that has nothing to do.
  package func pause(_ duration: Duration) async { await loop.sleep(for: duration) }
}
