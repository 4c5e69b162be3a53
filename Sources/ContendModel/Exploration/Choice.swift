/// What goes on next, at a point where every client is idle, waiting or done.
///
/// A client is named by its `clientID`, from 1.
public enum Choice: Hashable, Sendable {
  /// The client issues its next event.
  case issue(Int)
  /// Of several waiters that one release made runnable, this client's goes first.
  case wake(Int)
  /// Of the clients that wait for each other, this one's transaction is aborted.
  case victim(Int)
  /// The client waits no longer: its deadline, or the pool's patience, is over.
  case timeOut(Int)
  /// A time-out of the server's own fires: at the statement in which the client waits or sleeps, or at
  /// its idle transaction.
  case serverTimeOut(Int)
  /// The client is killed: between two events, or while it waits.
  case crash(Int)
  /// The client issues its next event and is killed before it has the answer.
  case crashDuring(Int)
  /// The time of an entry of the key-value store is over: of those with a time that the client has set,
  /// the one with this number, from 1.
  case expire(Int, entry: Int)

  public var clientID: Int {
    switch self {
    case .issue(let client), .wake(let client), .victim(let client), .timeOut(let client),
      .serverTimeOut(let client), .crash(let client), .crashDuring(let client), .expire(let client, _):
      client
    }
  }

  public var isIssue: Bool {
    if case .issue = self { true } else { false }
  }

  public var isCrash: Bool {
    switch self {
    case .crash, .crashDuring: true
    case .issue, .wake, .victim, .timeOut, .serverTimeOut, .expire: false
    }
  }

  /// It belongs to the event before it, which set it off.
  public var isContinuation: Bool {
    switch self {
    case .wake, .victim: true
    default: false
    }
  }

  /// It may happen as well as not: the program comes to its end without it.
  public var isOptional: Bool {
    switch self {
    case .issue, .wake, .victim: false
    case .timeOut, .serverTimeOut, .crash, .crashDuring, .expire: true
    }
  }

  /// Whose events it stands in one order with: a client, or the clock of one entry, which is a number
  /// below 0.
  public var process: Int {
    if case .expire(let client, let entry) = self {
      -(client * Choice.entriesPerClient + entry)
    } else {
      clientID
    }
  }

  private static let entriesPerClient = 1_000_000
}

extension Choice: CustomStringConvertible {
  /// `3` issues client 3's next event; `w3` wakes it, `v3` aborts it, `t3` lets it wait no longer, `s3`
  /// lets a time-out of the server end its wait, `k3` kills it, `c3` kills it during its next event, `x3`
  /// lets its first entry expire, `x(3:2)` its second; from 10 on `(12)`.
  public var description: String {
    let client = clientID < 10 ? "\(clientID)" : "(\(clientID))"
    if case .expire(let owner, let entry) = self {
      return entry == 1 ? "x" + client : "x(\(owner):\(entry))"
    }
    return (letter.map(String.init) ?? "") + client
  }

  /// What stands before the client's number; nothing for an ordinary event.
  private var letter: Character? {
    switch self {
    case .issue: nil
    case .wake: "w"
    case .victim: "v"
    case .timeOut: "t"
    case .serverTimeOut: "s"
    case .crash: "k"
    case .crashDuring: "c"
    case .expire: "x"
    }
  }

  /// The choice that a letter and a number stand for.
  init?(letter: Character, clientID: Int) {
    switch letter {
    case "w": self = .wake(clientID)
    case "v": self = .victim(clientID)
    case "t": self = .timeOut(clientID)
    case "s": self = .serverTimeOut(clientID)
    case "k": self = .crash(clientID)
    case "c": self = .crashDuring(clientID)
    case "x": self = .expire(clientID, entry: 1)
    default: return nil
    }
  }
}

extension Choice: Comparable {
  public static func < (left: Choice, right: Choice) -> Bool {
    (left.rank, left.clientID, left.entry) < (right.rank, right.clientID, right.entry)
  }

  private var rank: Int {
    switch self {
    case .issue: 0
    case .wake: 1
    case .victim: 2
    case .timeOut: 3
    case .serverTimeOut: 4
    case .expire: 5
    case .crash: 6
    case .crashDuring: 7
    }
  }

  private var entry: Int {
    if case .expire(_, let entry) = self { entry } else { 0 }
  }
}
