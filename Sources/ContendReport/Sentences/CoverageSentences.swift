import ContendModel
package import ContendVerdict

extension Sentences {
  /// What was covered and what was not, in two sentences.
  package func text(_ coverage: Coverage) -> String {
    let levels = coverage.levels.map(\.rawValue).joined(separator: ", ")
    let scope =
      "\(Self.classes(coverage)) of interleavings (\(Self.name(coverage.reduction)), \(levels))"
      + "\(Self.bound(coverage)) of \(Figures.plural(coverage.clients, "client")) × "
      + "\(Figures.plural(coverage.calls, "call")) from this initial state\(Self.text(coverage.draws))"
    let disturbances =
      "\(coverage.diverged) diverged, \(coverage.uncontrolledWakes) uncontrolled wakes, \(coverage.stuck) stuck"
    return "\(scope); \(disturbances)\(audit(coverage)). Not covered: "
      + coverage.gaps.map(Self.text).joined(separator: ", ") + "."
  }

  private static func classes(_ coverage: Coverage) -> String {
    if coverage.isComplete { return "All \(Figures.plural(coverage.schedules, "class", "classes"))" }
    let of =
      coverage.isSampled ? "sampled from an unknown number of classes" : "of an unknown number of classes"
    return "\(runs(coverage)) \(of)"
  }

  private static func runs(_ coverage: Coverage) -> String {
    let schedules = Figures.grouped(coverage.schedules)
    if coverage.orders < coverage.schedules {
      return "\(schedules) runs of \(Figures.plural(coverage.orders, "distinct order")),"
    }
    return coverage.isSampled ? "\(schedules) distinct orders" : schedules
  }

  static func name(_ reduction: Reduction) -> String {
    switch reduction {
    case .none: "no reduction"
    case .begin: "BEGIN fused"
    case .table: "table level reduction"
    case .row: "row level reduction"
    case .mvcc, .auto: "row + MVCC reduction"
    }
  }

  /// What is complete of a walk that is not.
  private static func bound(_ coverage: Coverage) -> String {
    guard !coverage.isComplete, let most = coverage.preemptions else { return "" }
    let preemptions = most == 0 ? "no preemption" : "at most \(Figures.plural(most, "preemption"))"
    return ", every interleaving with \(preemptions) among them,"
  }

  private static let valuesShown = 6

  /// A value that all calls share is named once.
  private static func text(_ draws: [Coverage.Draw]) -> String {
    guard !draws.isEmpty else { return "" }
    let words = draws.map { draw in
      let values = Set(draw.values).count == 1 ? Array(draw.values.prefix(1)) : draw.values
      let shown = values.prefix(valuesShown).joined(separator: ", ")
      return "\(draw.name) = \(shown)\(values.count > valuesShown ? ", …" : "")"
    }
    return " (drawn: \(words.joined(separator: "; ")))"
  }

  /// How the claim was put to the test.
  private func audit(_ coverage: Coverage) -> String {
    guard let audit = coverage.audit else { return "" }
    let lost =
      coverage.missed.map {
        " (a stronger reduction had lost one: please report this scenario, with "
          + "\(surface.name(of: .reduction)) \($0.rawValue))"
      } ?? ""
    return "; \(audit.isExhaustive ? "all " : "")\(Figures.grouped(audit.orders)) "
      + "\(audit.isExhaustive ? "" : "random ")orders without reduction show no other outcome\(lost)"
  }

  private static func text(_ gap: Coverage.Gap) -> String {
    switch gap {
    case .moreClients: "more clients"
    case .otherData: "other data"
    case .racesInStatements: "races inside one statement"
    case .crashes: "crashes"
    case .furtherCrashes(let most): "more than \(most) of them killed"
    case .stateOutside: "state outside the database"
    case .databaseClock: "what the database's clock lets expire, for no time passes on it"
    case .furtherAttempts(let most):
      "more than \(most) further attempts of a client while another could go on"
    case .serialOrders(.tooMany): "serial orders, of which there are too many"
    case .serialOrders(.unsteady): "the serial orders of calls that come out differently each time"
    case .serialOrders(.partial): "the serial orders of calls that failed after a commit"
    case .serialOrders(.entangled):
      "differences between ids that refer to one another in too many ways"
    case .serialOrders(.skipping):
      "the serial orders of statements that passed over a lock, or gave up waiting for one"
    case .serialOrders(.finally): "the serial orders of calls that failed, which \\finally reads"
    }
  }
}
