package import ContendModel

extension Sentences {
  /// What happened, with names and values.
  package static func text(_ evidence: FailureEvidence) -> String {
    switch evidence {
    case .calls(let kind, let count, let first):
      "\(Figures.plural(count, "call")) ended in \(kind), "
        + (first.map { "first \($0.name) in its call \($0.call): \(text($0.end))" } ?? "none") + "."
    case .rows(let invariant, let sample): text(invariant, sample)
    case .finally(let code, let message): "\\finally ended in error:\(code): \(message)."
    case .unending(let calls): "never came to an end: \(calls.joined(separator: ", "))."
    case .noSerialOrder(let transactions, let ends, let nearest):
      "No serial order of the \(transactions ? "transactions" : "calls") gives this outcome (\(text(ends)))."
        + (nearest.map { " " + text($0) } ?? "")
    case .onlyEarlierOrders(let ends):
      "Only orders in which a call comes before one that had already ended give this outcome (\(text(ends)))."
    case .text(let text): text
    }
  }

  private static func text(_ end: FailureEvidence.End) -> String {
    switch end {
    case .said(let text): text
    case .application(let reason): "the application failed with \(reason)"
    case .rejected(let reason): "rejected with \(reason)"
    case .ok: "the call succeeded"
    case .timeout: "its deadline passed"
    case .poolTimeout: "the pool gave it no connection in time"
    case .killed: "it was killed"
    case .indeterminate: "the connection was lost during COMMIT"
    }
  }

  private static func text(_ ends: [FailureEvidence.CallEnd]) -> String {
    ends.map { "\($0.name): \($0.outcome)" }.joined(separator: ", ")
  }

  private static func text(_ invariant: String, _ sample: RowSample) -> String {
    let count = sample.count == 1 ? "1 row violates" : "\(Figures.plural(sample.count, "row")) violate"
    guard let row = sample.rows.first, row.count == sample.columns.count else {
      return "\(count) invariant \(invariant)."
    }
    let values = zip(sample.columns, row).map { "\($0) = \($1 ?? "NULL")" }
    return "\(count) invariant \(invariant): \(values.joined(separator: ", "))."
  }

  /// Differences that a sentence names.
  private static let differencesShown = 3

  private static func text(_ difference: OutcomeDifference) -> String {
    let more = difference.items.count - differencesShown
    let rest = more > 0 ? "; and in \(more) more \(more == 1 ? "place" : "places")" : ""
    return "The nearest is \(difference.order.joined(separator: ", then ")): "
      + difference.items.prefix(differencesShown).map(clause).joined(separator: "; ") + rest + "."
  }

  private static func clause(_ item: OutcomeDifference.Item) -> String {
    guard let table = item.table else {
      let verb = item.column == "outcome" ? "ends in" : "is told"
      return "\(item.row) \(verb) \(item.seen ?? "nothing"), there \(item.serial ?? "nothing")"
    }
    switch (item.column, item.seen, item.serial) {
    case (let column?, let seen, let serial):
      return "\(column) of \(table) where \(item.row) is \(seen ?? "NULL"), there \(serial ?? "NULL")"
    case (nil, let seen?, _): return "\(table) has a row \(seen), there it has none"
    case (nil, nil, let serial): return "\(table) has no row \(serial ?? ""), there it has one"
    }
  }
}
