#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the directories of embedded servers stand: in memory where there is room, else below `/tmp`.
///
/// A database is some three hundred files, and a run makes and drops dozens. ext4 does not use an inode
/// again for minutes after its file was deleted and looks past every such one, one by one, whenever a
/// file is made: 137 µs each was measured on a busy day, 6 µs in memory.
package enum ServerFolder {
  private static let memory = "/dev/shm"
  private static let temporary = "/tmp"

  /// All folders in which there may be one.
  package static let all = [memory, temporary]

  /// Room for the cluster, its log and what stress rounds write, in bytes. A container has 64 MiB unless
  /// it is told otherwise.
  private static let leastRoom: UInt64 = 1 << 30

  /// What a durable server flushes is to reach a disk, as in production.
  package static func choose(isDurable: Bool) -> String {
    !isDurable && hasRoom(memory) ? memory : temporary
  }

  private static func hasRoom(_ folder: String) -> Bool {
    var status = statvfs()
    guard access(folder, W_OK | X_OK) == 0, statvfs(folder, &status) == 0 else { return false }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize) >= leastRoom
  }
}
