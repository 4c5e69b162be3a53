/// One thing that a run found, as figures, names and places; the report layer words it.
///
/// Shares of rounds are written `Share`; times are milliseconds.
package enum Evidence: Hashable, Sendable {
  /// Rounds of stress, of the fix and of the control beside it.
  case rounds(RoundEvidence)
  /// Interleavings of explore.
  case schedules(ScheduleEvidence)
  /// Calls that ran one after another.
  case serial(SerialEvidence)
  /// What a fix that never failed was asked besides.
  case scrutiny(ScrutinyEvidence)
}

/// Coded as an object with one key, the name of what was found; the families share no name.
extension Evidence: Codable {
  package init(from decoder: any Decoder) throws {
    if let found = try? RoundEvidence(from: decoder) {
      self = .rounds(found)
    } else if let found = try? ScheduleEvidence(from: decoder) {
      self = .schedules(found)
    } else if let found = try? SerialEvidence(from: decoder) {
      self = .serial(found)
    } else {
      self = .scrutiny(try ScrutinyEvidence(from: decoder))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .rounds(let found): try found.encode(to: encoder)
    case .schedules(let found): try found.encode(to: encoder)
    case .serial(let found): try found.encode(to: encoder)
    case .scrutiny(let found): try found.encode(to: encoder)
    }
  }
}
