/// What a user can do about evidence that decides nothing.
package enum Suggestion: String, Codable, Hashable, Sendable, CaseIterable {
  case moreTime = "more_time"
  case moreClients = "more_clients"
  case explore
  /// State that answers which no serial order gives are acceptable.
  case relaxAtomicity = "relax_atomicity"
}

extension Evidence {
  /// Empty where the evidence speaks for itself.
  package var suggestions: [Suggestion] {
    switch self {
    case .rounds(.tooFewFailures): [.moreTime, .moreClients]
    case .rounds(.notReproduced): [.moreClients, .explore]
    case .scrutiny(.sweepUnfinished), .scrutiny(.latencyNotCompared(reason: .budgetEnded)): [.moreTime]
    case .schedules(.failing(_, _, _, _, _, _, intact: true)): [.relaxAtomicity]
    default: []
    }
  }
}
