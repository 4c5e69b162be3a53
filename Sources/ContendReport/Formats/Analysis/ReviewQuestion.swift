import ContendModel

extension AnomalyClass {
  /// What a reviewer asks of a change, so that the next one of this kind is not merged.
  var reviewQuestion: String {
    switch self {
    case .lostUpdate:
      "Is a value that was read written back by a later statement? Then the read must lock the row, or the write must be conditional on what was read."
    case .dirtyWrite: "Can two transactions write the same row before either commits?"
    case .nonRepeatableRead, .readSkew:
      "Does the code read related rows in several statements? Then they need one snapshot or locks."
    case .writeSkew, .g2, .g2Item, .readOnlyAnomaly:
      "Does a write depend on rows that this transaction only reads? Then those rows must be locked, or the transaction must be SERIALIZABLE and retried."
    case .phantom:
      "Does a write depend on rows that do not exist yet? No row lock holds them off: use a constraint, a lock on an existing row, or SERIALIZABLE."
    case .checkThenAct:
      "Is a condition checked by one statement and relied on by the next? Then both must be one statement, or the check must lock what it read."
    case .doubleProcessing:
      "Can two workers take the same item? Claim it with one conditional UPDATE or with SKIP LOCKED, and let a unique constraint refuse the second result."
    case .useAfterDelete:
      "Can the row be deleted between two uses of it? Then one transaction must hold it, or every use must handle its absence."
    case .uniqueRace:
      "Is a row inserted because a SELECT found none? Use ON CONFLICT, or handle 23505."
    case .deadlock: "Do all transactions lock rows in the same order?"
    case .serializationFailure:
      "Is every transaction above READ COMMITTED retried from BEGIN on 40001?"
    case .staleCache:
      "Can a cache be filled from a read that a commit has overtaken? Check the version on use, or fill under a lock."
    case .lostAcknowledgement:
      "May the client repeat a request whose answer was lost? Then the request needs an idempotency key."
    case .lostWakeup: "Does the listener LISTEN before it looks, and look again after each wake-up?"
    case .timeout:
      "Does the number of statements or service calls grow with the size of the input? Then they need batches, and the largest input must be tested."
    case .poolExhaustion:
      "Does a call take a second connection, or wait for something slow, while it holds one?"
    case .crash:
      "What is left behind if the process dies between two commits?"
    case .invariant: "Which statement of the change could break the invariant if another call ran beside it?"
    }
  }
}
