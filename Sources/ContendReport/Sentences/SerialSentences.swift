import ContendModel
package import ContendVerdict

extension Sentences {
  static func sentence(_ found: SerialEvidence) -> String {
    switch found {
    case .fails(let place, let kinds, let new, let orders, let shortest):
      "It fails without any concurrency (the fix at \(place.short)): one call after another, "
        + "\(Self.orders(orders)) end in \(list(kinds))\(new ? ", which the control never does" : ""); the shortest: "
        + text(shortest)
    case .raceOfOrder(let variant, let orders, let shortest):
      "A race of order: \(variant) fails without any overlap, one call after another, in \(Self.orders(orders)): "
        + text(shortest)
    case .stuck(let line):
      "It fails without any concurrency: run alone, its statement at line \(line) does not return within the step "
        + "time-out."
    case .noWork(let control, let missing, let instead, let ok, let calls, let lost):
      "Alone, \(control) \(text(missing)); this fix changes "
        + (instead.isEmpty ? "nothing" : "nothing of that, only \(Words.list(instead))")
        + (ok == 0 ? ": none of its \(Figures.grouped(calls)) calls ends ok." : ".")
        + (lost.map { " " + lostWrites("it", $0) } ?? "")
    case .tableForgotten(let control, let missing, let table):
      "Alone, \(control) \(text(missing)); this fix leaves \(table) untouched. Where that work goes elsewhere, say "
        + "'\\leaves \(table)' in the fix."
    case .lostWrites(let variant, let calls): lostWrites(variant ?? "this fix", calls)
    case .leavesUnwritten(let table, let control): "\\leaves \(table): alone, \(control) does not write it."
    case .tableDiffers(let table, let control, let before, let after, let shared):
      "After the same calls, one after another, \(table) differs: "
        + (shared ? "beyond the rows that both leave, " : "")
        + "\(control) leaves \(shown(before)), this fix \(shown(after))."
    }
  }

  /// The calls with their ends, and what the scenario can say of an end that is an answer.
  package static func text(_ story: SerialStory) -> String {
    story.calls.map { "\($0.name) \($0.outcome)" }.joined(separator: ", then ") + "."
      + (story.failure.map { " " + text($0) } ?? "")
      + (story.error.map {
        " Serial calls end this way too: handle it ('\\try', '\\reject'), or say '\\allow \($0)'."
      } ?? "")
  }

  private static func orders(_ share: Share) -> String {
    "\(Figures.grouped(share.count)) of \(Figures.plural(share.of, "order"))"
  }

  private static func lostWrites(_ who: String, _ calls: Share) -> String {
    "\(Figures.share(calls)) calls of \(who) end ok with a transaction that is open, or that an error had "
      + "aborted before its COMMIT: rolled back: its writes are lost. Is a COMMIT missing, or a ROLLBACK TO "
      + "SAVEPOINT?"
  }

  /// `inserts 1 row into orders and changes 1 of inventory for each call`.
  private static func text(_ work: Work) -> String {
    let parts = work.tables.flatMap(parts)
    return Words.list(parts) + " "
      + (work.calls.map { "in \(Figures.grouped($0)) calls" } ?? "for each call")
  }

  private static func parts(_ table: Work.Table) -> [String] {
    let change = table.change
    return [
      change.inserted > 0 ? "inserts \(Figures.plural(change.inserted, "row")) into \(table.name)" : nil,
      change.changed > 0 ? "changes \(Figures.grouped(change.changed)) of \(table.name)" : nil,
      change.deleted > 0 ? "deletes \(Figures.plural(change.deleted, "row")) from \(table.name)" : nil,
    ].compactMap(\.self)
  }

  private static let rowsShown = 2

  private static func shown(_ rows: [String]) -> String {
    guard !rows.isEmpty else { return "no row" }
    let more = rows.count > rowsShown ? " and \(Figures.grouped(rows.count - rowsShown)) more" : ""
    return rows.prefix(rowsShown).joined(separator: ", ") + more
  }
}

extension SourceLocation {
  /// The name of the file and the line.
  fileprivate var short: String { "\(file.split(separator: "/").last ?? ""):\(line)" }
}
