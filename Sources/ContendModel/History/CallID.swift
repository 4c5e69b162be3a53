/// Names one call of a history.
public struct CallID: Hashable, Sendable, Comparable {
  public var clientID: Int
  /// Number of the call within its client.
  public var call: Int

  public init(clientID: Int, call: Int) {
    self.clientID = clientID
    self.call = call
  }

  public static func < (left: CallID, right: CallID) -> Bool {
    (left.clientID, left.call) < (right.clientID, right.call)
  }
}

extension CallRecord {
  public var id: CallID { CallID(clientID: clientID, call: call) }

  /// How a sentence calls the client: `client 7`, or the name of a role of its own.
  public var spokenName: String {
    role == Role.defaultName ? "\(Role.defaultName) \(client)" : name
  }
}

extension Event {
  public var callID: CallID { CallID(clientID: clientID, call: call) }
}
