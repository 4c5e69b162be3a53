package import ContendModel

/// Whether a fix turns work away that goes through if calls come one after another.
///
/// Serial orders of the control's program are the yardstick: alone it is right. A round in which every
/// order that was tried accepts every call has room for all of them; a fix that turns one away there
/// has bought its silence with work. Where orders turn some away themselves, which ones may be tried
/// decides how many, so only a clear shortfall over all rounds counts.
package struct Acceptance: Hashable, Sendable {
  package struct Round: Hashable, Sendable {
    package var calls: Int
    /// Calls of the fix that ended in `ok`.
    package var accepted: Int
    /// The same of each serial order.
    package var serial: [Int]

    package init(calls: Int, accepted: Int, serial: [Int]) {
      self.calls = calls
      self.accepted = accepted
      self.serial = serial
    }

    /// What every order that was tried accepts.
    var least: Int { serial.min() ?? 0 }
  }

  /// A fix that accepts this share of the least is not called short of it.
  private static let clearShortfall = 0.9

  package var rounds: [Round]
  package var atomicity: Atomicity

  package init(rounds: [Round], atomicity: Atomicity) {
    self.rounds = rounds.filter { !$0.serial.isEmpty }
    self.atomicity = atomicity
  }

  /// Whether serial orders could show anything against a fix that accepted so many calls in its rounds.
  package static func isInDoubt(accepted: [Int], atomicity: Atomicity) -> Bool {
    atomicity != .none || accepted.allSatisfy { $0 == 0 }
  }

  private var accepted: Int { rounds.reduce(0) { $0 + $1.accepted } }
  private var least: Int { rounds.reduce(0) { $0 + $1.least } }
  private var calls: Int { rounds.reduce(0) { $0 + $1.calls } }

  /// Orders of each round that are tried first, and that have to be before they are held against a fix: of ten
  /// bookings in a row of which each excludes the next, most orders accept five or more, and some four.
  package static let fewestOrders = 3
  package static let enoughOrders = 15

  /// No order that was tried accepts as little.
  package var turnsWorkAway: Bool {
    // Without serial orders as the criterion, calls may refuse each other; not all of them, though.
    if atomicity == .none { return accepted == 0 && least > 0 }
    let isShort = Double(accepted) < Self.clearShortfall * Double(least)
    return isShort || rounds.contains { $0.least == $0.calls && $0.accepted < $0.calls }
  }

  /// `masked`, `inconclusive` where too few orders were tried to say so, or nil.
  ///
  /// - Parameter ends: how calls of the fix ended that did not come through.
  package func finding(ends: [String]) -> Finding? {
    guard turnsWorkAway else { return nil }
    let orders = rounds.map(\.serial.count).min() ?? 0
    guard orders >= Self.enoughOrders || accepted == 0 else {
      return Finding(
        .inconclusive, .scrutiny(.acceptanceUnsettled(orders: orders, needed: Self.enoughOrders)))
    }
    return Finding(
      .masked,
      .scrutiny(
        .turnsWorkAway(
          calls: Share(accepted, of: calls), rounds: rounds.count, serial: least, orders: orders, ends: ends))
    )
  }
}
