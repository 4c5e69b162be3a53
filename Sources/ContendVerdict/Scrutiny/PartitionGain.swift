import ContendModel
package import ContendStatistics

/// What more clients gain on unrelated work: on distinct values of `\partition`.
package struct PartitionGain: Hashable, Sendable {
  /// Throughput of several clients, as a factor of one client's, that still counts as none gained.
  package static let none = 1.1
  /// Blocks after which a fix is looked at, as long as it is open.
  package static let looks = [8, 16, 24]

  package var clients: Int
  /// Nil with fewer than six blocks.
  package var control: PairedRatio?
  package var fix: PairedRatio?

  package init(clients: Int, control: PairedRatio?, fix: PairedRatio?) {
    self.clients = clients
    self.control = control
    self.fix = fix
  }

  /// Whether more blocks could still show what they do not show yet: that the fix gains nothing, or that it
  /// gains.
  package var isOpen: Bool {
    guard let control, let fix, finding(partition: "") == nil else { return false }
    return fix.interval.low <= Self.none && control.ratio > Self.none
  }

  /// `masked` if the fix gains nothing where the control surely gains, and surely more.
  package func finding(partition: String) -> Finding? {
    guard let control, let fix, fix.ratio <= Self.none, control.interval.low > Self.none,
      fix.interval.high < control.interval.low
    else { return nil }
    return Finding(
      .masked,
      .scrutiny(.serialisesEverything(partition: partition, clients: clients, fix: fix, control: control)))
  }

  /// The figures, or why they show nothing.
  package func note(partition: String) -> Evidence? {
    guard let control, let fix, finding(partition: partition) == nil else { return nil }
    return .scrutiny(
      .partitionGain(
        partition: partition, clients: clients, fix: fix, control: control,
        conclusive: control.interval.low > Self.none))
  }
}
