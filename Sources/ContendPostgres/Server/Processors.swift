#if os(Linux)
  import CLinux
#endif

/// The processors of this machine, for those whose processes take turns and gain by staying together.
package enum Processors {
  package static let callingThread: Int32 = 0

  /// A processor for each of `count` that will be busy at the same time, the one we are on first;
  /// empty if there are not that many, or where threads cannot be kept on one.
  package static func choose(_ count: Int) -> [Int] {
    let available = available
    guard count <= available.count else { return [] }
    let start = available.firstIndex(of: current) ?? 0
    return (0..<count).map { available[(start + $0) % available.count] }
  }

  #if os(Linux)
    /// As many as a mask can name.
    private static let limit = 1024
    private typealias Mask = [UInt64]
    private static let emptyMask = Mask(repeating: 0, count: limit / 64)

    /// Keeps a thread, or a process of one thread, on a processor; without the right to it nothing happens.
    package static func pin(_ thread: Int32, to processor: Int) {
      guard (0..<limit).contains(processor) else { return }
      var mask = emptyMask
      mask[processor / 64] |= 1 << UInt64(processor % 64)
      _ = contend_sched_setaffinity(thread, UInt(limit / 8), mask)
    }

    private static var available: [Int] {
      var mask = emptyMask
      guard contend_sched_getaffinity(callingThread, UInt(limit / 8), &mask) > 0 else { return [] }
      return (0..<limit).filter { mask[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
    }

    private static var current: Int { Int(sched_getcpu()) }
  #else
    package static func pin(_ thread: Int32, to processor: Int) {}

    private static var available: [Int] { [] }
    private static var current: Int { 0 }
  #endif
}
