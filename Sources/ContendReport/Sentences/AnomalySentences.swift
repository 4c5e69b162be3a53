package import ContendModel

extension Sentences {
  /// Why a failure is called what it is called; ends with the name.
  package static func text(_ anomaly: Anomaly) -> String {
    let title = title(anomaly)
    switch anomaly.cause {
    case .staleReads(let reads): return "\(text(reads, as: anomaly.anomalyClass)): \(title)."
    case .refusedWrite(let code, let constraint, let reads):
      let start = reads.isEmpty ? "" : reads.map(ofItem).joined(separator: ", and ") + "; "
      return "\(start)\(text(code, constraint)) refused the write that rested on it: \(title)."
    case .doneTwice(let first, let second, let change, let item):
      return "\(first) and \(second) both \(change.map { "set \($0) on" } ?? "deleted") \(item): \(title)."
    case .actedLater(nil):
      return "The writes of two calls interleave between their transactions: \(title)."
    case .actedLater(let read?): return "\(plain(read)) and acted on it in a later transaction: \(title)."
    case .actedTooLate(let call, let values, let code, let constraint):
      return
        "\(call) read \(values) and acted on it when it no longer held; \(text(code, constraint)) refused the "
        + "write: \(title)."
    case .usedAfterDelete(let reader, let deleter, let user, let item):
      return
        "\(reader) read \(item), \(deleter) deleted it, and \(user) found it gone when it used it again: "
        + "\(title)."
    case .staleEntry(let entry): return "\(text(entry)): \(title)."
    case .listenedTooLate(let waiter, let sender, let read):
      return
        "\(read.map { "\(waiter) read \($0) and" } ?? waiter) was listening only when \(sender)'s NOTIFY had been "
        + "sent, so it waits for what has come already: \(title)."
    case .notifiedTooEarly(let waiter, let sender, let read):
      return "\(sender)'s NOTIFY was sent before its write was visible; "
        + "\(read.map { "\(waiter) read \($0)" } ?? waiter) in between and waits for another one: \(title)."
    case .lostAnswer(let call, let step):
      return
        "\(call) lost its connection before it had the answer to \(step) and cannot know whether its work was "
        + "done: \(title)."
    case .killed(let call, let after):
      return "\(call) was killed\(after.map { " after \($0) and" } ?? "") before its call was done: \(title)."
    case .ended(let call, let others, let end):
      return "\(call ?? "\\finally")\(others > 0 ? " (and \(others) more)" : "") \(text(end)): \(title)."
    case .waitsForPool(let client, let others, let holders):
      return
        "client \(client)\(others > 0 ? " (and \(others) more)" : "") waits for a connection of the pool for "
        + "ever, for \(holders.map { "client \($0)" }.joined(separator: " and ")) waits for something too: \(title)."
    case .failure(let evidence): return text(evidence)
    }
  }

  /// The name in words, with that of the literature.
  private static func title(_ anomaly: Anomaly) -> String {
    let name = anomaly.anomalyClass.rawValue
    // Check-then-act is written with its dashes.
    let words =
      anomaly.anomalyClass == .checkThenAct ? name : name.split(separator: "-").joined(separator: " ")
    guard let alias = anomaly.alias else { return words }
    return alias.lowercased() == name ? alias : "\(words) (\(alias))"
  }

  private static func text(_ reads: [AnomalyCause.StaleRead], as name: AnomalyClass) -> String {
    guard let first = reads.first else { return "Writes overlap in a cycle" }
    return switch name {
    case .lostUpdate: "\(plain(first)) and overwrote it"
    case .nonRepeatableRead: "\(plain(first)) and read it again afterwards"
    case .readSkew: "\(plain(first)), but depends on what was committed with it"
    case .phantom: "\(plain(first)), which changes the rows it had found in \(first.table)"
    case .readOnlyAnomaly:
      reads.map(ofItem).joined(separator: ", and ")
        + "; one of them only reads, and no order of the others explains what it saw"
    default: reads.map(ofItem).joined(separator: ", and ")
    }
  }

  /// The clause that names the reader, what it read, and the writer it did not see.
  private static func plain(_ read: AnomalyCause.StaleRead) -> String {
    "\(read.reader) read \(read.values) before \(read.writer)'s write was visible"
  }

  private static func ofItem(_ read: AnomalyCause.StaleRead) -> String {
    "\(read.reader) read \(read.values) before \(read.writer)'s write of \(read.item) was visible"
  }

  private static func text(_ code: String, _ constraint: String?) -> String {
    code + (constraint.map { " by \($0)" } ?? "")
  }

  private static func text(_ entry: AnomalyCause.StaleEntry) -> String {
    let made =
      entry.read.map { "\(entry.filler) read \($0) before \(entry.writer)'s write was visible" }
      ?? "\(entry.filler) wrote \(entry.item) before \(entry.writer) overwrote it"
    let given = entry.user == entry.filler ? "found it there again" : "\(entry.user) was given it"
    return
      "\(made) and put it into the cache as \(entry.key), and \(given) when that write had been committed"
  }

  private static func text(_ end: AnomalyCause.As) -> String {
    switch end {
    case .pastDeadline: "gave up at the deadline"
    case .withoutPoolConnection: "got no connection from the pool in time"
    case .unretried: "got a serialization failure and did not retry"
    case .duplicateKey: "inserted a key that another call had just inserted"
    case .missingReference: "referred to a row that was gone"
    case .afterWaiting: "waited for a lock or a statement too long"
    case .withoutServerConnection: "got no connection from the server"
    case .deadlockVictim: "was chosen as the victim of a deadlock"
    }
  }
}
