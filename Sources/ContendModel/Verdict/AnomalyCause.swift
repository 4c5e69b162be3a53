/// Why a failure is called what it is called: who did what before whom, in names and values.
package enum AnomalyCause: Hashable, Sendable {
  /// Reads that missed writes, in a cycle of transactions; without any, writes overlap.
  case staleReads([StaleRead])
  /// The same, closed by a write that a constraint refused: `code` with the constraint's name.
  case refusedWrite(code: String, constraint: String?, [StaleRead])
  /// Two calls made one change of one row; `change` is nil where they deleted it.
  case doneTwice(first: String, second: String, change: String?, item: String)
  /// A call acted on a read in a later transaction; nil: the writes of two calls interleave.
  case actedLater(StaleRead?)
  /// A call acted on a check that no longer held, and a constraint refused the write.
  case actedTooLate(call: String, values: String, code: String, constraint: String?)
  case usedAfterDelete(reader: String, deleter: String, user: String, item: String)
  case staleEntry(StaleEntry)
  /// A wait for a notification that had come before; `read` is what the waiter had looked at.
  case listenedTooLate(waiter: String, sender: String, read: String?)
  /// A notification sent before the write that it announces was visible.
  case notifiedTooEarly(waiter: String, sender: String, read: String?)
  /// A connection lost before the answer to `step`.
  case lostAnswer(call: String, step: String)
  case killed(call: String, after: String?)
  /// Calls that ended so, the first by name; nil is `\finally`.
  case ended(call: String?, others: Int, As)
  /// A wait for the pool that never ends, for its holders wait too.
  case waitsForPool(client: Int, others: Int, holders: [Int])
  case failure(FailureEvidence)

  /// A read before the write of another call was visible.
  package struct StaleRead: Hashable, Sendable {
    package var reader: String
    /// What it read, as `stock = 10`.
    package var values: String
    package var writer: String
    /// What was written, as `doctors (id = 2)`.
    package var item: String
    /// The table of a condition whose rows the write changed.
    package var table: String

    package init(reader: String, values: String, writer: String, item: String, table: String) {
      self.reader = reader
      self.values = values
      self.writer = writer
      self.item = item
      self.table = table
    }
  }

  /// An entry of a cache that was out of date when it was used.
  package struct StaleEntry: Hashable, Sendable {
    package var key: String
    package var filler: String
    package var writer: String
    package var user: String
    /// What the filler had read; nil where it had written `item` itself.
    package var read: String?
    package var item: String

    package init(key: String, filler: String, writer: String, user: String, read: String?, item: String) {
      self.key = key
      self.filler = filler
      self.writer = writer
      self.user = user
      self.read = read
      self.item = item
    }
  }

  /// How the calls of a failure ended that names itself.
  package enum As: Hashable, Sendable {
    case pastDeadline, withoutPoolConnection, unretried, duplicateKey, missingReference, afterWaiting
    case withoutServerConnection, deadlockVictim
  }
}
