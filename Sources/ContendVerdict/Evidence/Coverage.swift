package import ContendModel

/// What an exploration covered, and what it did not.
package struct Coverage: Codable, Hashable, Sendable {
  /// Something that no interleaving of the scope shows.
  package enum Gap: Codable, Hashable, Sendable {
    case moreClients, otherData, racesInStatements, crashes, stateOutside
    /// More clients killed than so many.
    case furtherCrashes(Int)
    /// Nothing expires by the database's clock, on which no time passes.
    case databaseClock
    /// More further attempts of a client than so many while another could go on.
    case furtherAttempts(Int)
    case serialOrders(SerialGap)
  }

  /// Why the serial-order oracle could not judge every history.
  package enum SerialGap: String, Codable, Hashable, Sendable, CaseIterable {
    /// There are too many orders.
    case tooMany
    /// Calls come out differently each time.
    case unsteady
    /// Calls failed after a commit.
    case partial
    /// Ids refer to one another in too many ways.
    case entangled
    /// Statements passed over a lock, or gave up waiting for one.
    case skipping
    /// `\finally` reads calls that failed.
    case finally
  }

  /// Orders that were run without reduction, to find an outcome that the walk had lost.
  package struct Audit: Codable, Hashable, Sendable {
    package var orders: Int
    package var isExhaustive: Bool

    package init(orders: Int, isExhaustive: Bool) {
      self.orders = orders
      self.isExhaustive = isExhaustive
    }
  }

  /// What the calls drew, the same in every schedule: a name with its values, call by call.
  package struct Draw: Codable, Hashable, Sendable {
    package var name: String
    package var values: [String]

    package init(name: String, values: [String]) {
      self.name = name
      self.values = values
    }
  }

  package var schedules: Int
  /// Different ones among the schedules.
  package var orders: Int
  package var isComplete: Bool
  package var isSampled: Bool
  /// Every interleaving with at most so many preemptions was run.
  package var preemptions: Int?
  package var reduction: Reduction
  package var levels: [IsolationLevel]
  package var clients: Int
  package var calls: Int
  package var draws: [Draw]
  package var diverged: Int
  package var uncontrolledWakes: Int
  package var stuck: Int
  package var audit: Audit?
  /// The reduction that lost an outcome, before this one.
  package var missed: Reduction?
  package var gaps: [Gap]

  package init(
    schedules: Int, orders: Int, isComplete: Bool, isSampled: Bool, preemptions: Int?, reduction: Reduction,
    levels: [IsolationLevel], clients: Int, calls: Int, draws: [Draw], diverged: Int, uncontrolledWakes: Int,
    stuck: Int, audit: Audit?, missed: Reduction?, gaps: [Gap]
  ) {
    self.schedules = schedules
    self.orders = orders
    self.isComplete = isComplete
    self.isSampled = isSampled
    self.preemptions = preemptions
    self.reduction = reduction
    self.levels = levels
    self.clients = clients
    self.calls = calls
    self.draws = draws
    self.diverged = diverged
    self.uncontrolledWakes = uncontrolledWakes
    self.stuck = stuck
    self.audit = audit
    self.missed = missed
    self.gaps = gaps
  }
}
