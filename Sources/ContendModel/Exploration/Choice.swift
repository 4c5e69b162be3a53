/// What goes on next, at a point where every client is idle, waiting or done.
///
/// A client is named by its `clientID`, from 1. Time-outs and crashes will be further cases, each with
/// a letter of its own in the text of a schedule.
public enum Choice: Hashable, Sendable {
  /// The client issues its next event.
  case issue(Int)
  /// Of several waiters that one release made runnable, this client's goes first.
  case wake(Int)
  /// Of the clients that wait for each other, this one's transaction is aborted.
  case victim(Int)

  public var clientID: Int {
    switch self {
    case .issue(let client), .wake(let client), .victim(let client): client
    }
  }

  public var isIssue: Bool {
    if case .issue = self { true } else { false }
  }
}

extension Choice: CustomStringConvertible {
  /// `3` issues client 3's next event, `w3` wakes it, `v3` aborts it; from 10 on `(12)`.
  public var description: String {
    let client = clientID < 10 ? "\(clientID)" : "(\(clientID))"
    return switch self {
    case .issue: client
    case .wake: "w" + client
    case .victim: "v" + client
    }
  }
}

extension Choice: Comparable {
  public static func < (left: Choice, right: Choice) -> Bool {
    (left.rank, left.clientID) < (right.rank, right.clientID)
  }

  private var rank: Int {
    switch self {
    case .issue: 0
    case .wake: 1
    case .victim: 2
    }
  }
}
