/// What running a statement may do beside reading and writing the rows of the tables it names.
package struct Hazards: OptionSet, Hashable, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// It runs code of the scenario's own, so its text does not name everything it touches.
  package static let ownCode = Hazards(rawValue: 1 << 0)
  /// It takes locks through a function, such as advisory ones.
  package static let lockFunction = Hazards(rawValue: 1 << 1)
  /// It may have touched something of which no lock shows afterwards: a subtransaction's, a failed
  /// try-lock, dynamic SQL, what the server tells about its sessions and transactions.
  package static let untraceable = Hazards(rawValue: 1 << 2)
  /// It reads a clock; that of its transaction's BEGIN unless it is a moving one.
  package static let clock = Hazards(rawValue: 1 << 3)
  /// It reads the time of the statement or of the moment.
  package static let movingClock = Hazards(rawValue: 1 << 4)
  /// It calls `nextval` or `setval`.
  package static let sequence = Hazards(rawValue: 1 << 5)
  /// It leaves something in its session, or reads what an earlier statement left there.
  package static let session = Hazards(rawValue: 1 << 6)
  /// What it leaves in its session only a new one is free of.
  package static let lastingSession = Hazards(rawValue: 1 << 7)
  /// It sets a time-out of the server's.
  package static let timeOuts = Hazards(rawValue: 1 << 8)
  /// It sets an isolation level outside of BEGIN.
  package static let isolation = Hazards(rawValue: 1 << 9)
  /// It passes over what is locked, or fails at once, instead of waiting.
  package static let skips = Hazards(rawValue: 1 << 10)
  /// It sleeps at the server.
  package static let sleeps = Hazards(rawValue: 1 << 11)
  /// It changes what statements have in common: tables, keys, constraints.
  package static let definition = Hazards(rawValue: 1 << 12)
  /// It changes what runs where a name stands: functions, triggers, views.
  package static let newCode = Hazards(rawValue: 1 << 13)

  package static let everything = Hazards(rawValue: (1 << 14) - 1)
}

/// What a statement can reach through the names in it.
package struct Reach: Hashable, Sendable {
  package var hazards: Hazards = []
  /// Sequences by name, in lower case and without their schemas.
  package var sequences: Set<String> = []

  package init(_ hazards: Hazards = [], sequences: Set<String> = []) {
    self.hazards = hazards
    self.sequences = sequences
  }

  mutating func formUnion(_ other: Reach) {
    hazards.formUnion(other.hazards)
    sequences.formUnion(other.sequences)
  }
}
