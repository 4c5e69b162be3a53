/// Restoring the seed state does not come to its end, so that no further round or schedule can begin.
package struct UnendingReset: Error, Hashable, CustomStringConvertible {
  package var limit: ExceededLimit

  init(_ limit: ExceededLimit) { self.limit = limit }

  /// Somebody else is in the way, and not the scenario.
  package var isBlocked: Bool { limit.blocker != nil }

  package var description: String {
    let hint =
      isBlocked
      ? "leave the databases of a run alone while it runs"
      : "a check, an index or a generated column of the scenario calls a function that does not return"
    return "restoring what \\setup had made \(limit.fate)\n  hint: \(hint)"
  }
}
