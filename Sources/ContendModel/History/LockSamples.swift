/// How many sessions were seen waiting for a lock of the database, at moments of a round.
public struct LockSamples: Hashable, Sendable {
  /// Moments at which somebody looked.
  public var count = 0
  /// Sessions that waited, over all moments.
  public var waiting = 0

  public init(count: Int = 0, waiting: Int = 0) {
    self.count = count
    self.waiting = waiting
  }

  public static func += (left: inout LockSamples, right: LockSamples) {
    left.count += right.count
    left.waiting += right.waiting
  }
}
