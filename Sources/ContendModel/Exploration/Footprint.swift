/// What one statement touched, as far as anybody knows.
///
/// Where nothing is known it is `everything` (level 0). Level 1 names relations, which may be those
/// of the whole transaction so far; level 2 names rows. An access too many costs schedules, one too
/// few loses outcomes.
public struct Footprint: Hashable, Sendable {
  public enum Ending: Hashable, Sendable {
    case commit
    /// Also a statement that failed: the error releases the transaction's locks and its snapshot.
    case rollback
  }

  /// Depends on everything: it is not shown that the accesses are all it did.
  public var isUniversal: Bool
  public var accesses: [Access]
  /// The first statement that takes the snapshot of a REPEATABLE READ or SERIALIZABLE transaction.
  public var fixesSnapshot: Bool
  /// The event ends its transaction; an autocommit statement does so itself.
  public var ending: Ending?

  public init(
    _ accesses: [Access] = [], fixesSnapshot: Bool = false, ending: Ending? = nil, isUniversal: Bool = false
  ) {
    self.accesses = accesses
    self.fixesSnapshot = fixesSnapshot
    self.ending = ending
    self.isUniversal = isUniversal
  }

  public static let everything = Footprint(isUniversal: true)
}

extension Footprint {
  /// Something that statements of several clients can meet at.
  public enum Resource: Hashable, Sendable {
    /// A table, index or sequence as a whole, by its OID; also for rows that are not known one by one.
    case relation(UInt32)
    /// A row by its primary key, or an entry of a unique index by the index's OID.
    case row(relation: UInt32, key: String)
    case advisory(Int64)
    /// A sequence, by the same number as a relation; 0 is any of them. What it gives is seen at once,
    /// whatever becomes of the transaction.
    case sequence(UInt32)
    /// A resource of the harness: a key of its key-value store, a pool, a service.
    case named(String)
  }

  /// One way in which a statement touched a resource.
  public struct Access: Hashable, Sendable {
    public enum Mode: Hashable, Sendable {
      /// Through a snapshot, without a lock.
      case read
      /// A lock that others may hold too: `FOR SHARE`, a foreign key's parent; a `\kv` get.
      case share
      /// A lock that one alone holds, visible at once: `FOR UPDATE`, advisory locks, `nextval`; a `\kv` set.
      case lock
      /// A new version: a lock now, visible when the transaction commits.
      case write
      /// A lock on a relation that even reads wait for: DDL, `TRUNCATE`, `LOCK TABLE`.
      case exclusive
    }

    public var resource: Resource
    public var mode: Mode

    public init(_ mode: Mode, _ resource: Resource) {
      self.mode = mode
      self.resource = resource
    }
  }
}
