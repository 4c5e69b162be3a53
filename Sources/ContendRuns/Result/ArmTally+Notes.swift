import ContendReport
import ContendVerdict

extension ArmTally {
  /// What the load did not get to, as sentences.
  var loadNotes: [String] {
    var notes: [String] = []
    if unserved > 0 {
      notes.append(
        "\(unserved) arrivals were due in time but no client was free to serve them: the rate is more than "
          + "these clients can do, and the latencies do not show how long those calls would have waited.")
    }
    if roundsCutShort > 0 {
      notes.append(
        "\(roundsCutShort) rounds ended early: the invariants read every call of a round, and no more of "
          + "them are kept in memory.")
    }
    return notes
  }
}
