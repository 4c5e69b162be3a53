#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A point on the monotonic clock as one number.
///
/// The loop compares deadlines at every turn, and a load test reads the clock at every call: what
/// `ContinuousClock.Instant` costs, 128 bits behind witness functions, shows there.
package struct Nanoseconds: Comparable, Hashable, Sendable {
  package var count: Int64

  package init(_ count: Int64) { self.count = count }

  package static var now: Nanoseconds {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Nanoseconds(Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// The same point as an instant, seen from now.
  package init(_ instant: ContinuousClock.Instant) {
    let (seconds, attoseconds) = ContinuousClock.now.duration(to: instant).components
    let ahead = min(max(seconds, -Self.farthest), Self.farthest) * 1_000_000_000 + attoseconds / 1_000_000_000
    self.init(Self.now.count + ahead)
  }

  /// A century, in seconds.
  private static let farthest: Int64 = 3_155_760_000

  package static func < (left: Nanoseconds, right: Nanoseconds) -> Bool { left.count < right.count }

  package func duration(to end: Nanoseconds) -> Duration { .nanoseconds(end.count - count) }
}
