#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The directory of an embedded server whose run is over but was not cleaned up: its supervisor was killed too or
/// hangs, or the power went.
package struct LeftoverDirectory: Hashable, Sendable {
  package let path: String
  /// What still runs for it, to be ended in this order.
  private let processes: [ProcessStamp]

  /// Directories in `folders` that no living run needs; only those that a supervisor has signed count, and only the
  /// caller's own or those of the user that servers run as, for anybody may write below `/tmp`.
  package static func all(
    in folders: [String] = ServerFolder.all, of user: String? = nil
  ) -> [LeftoverDirectory] {
    let owners = owners(user)
    return folders.flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.filter { $0.hasPrefix("contend.") }.sorted().compactMap {
        examine("\(folder)/\($0)", owners)
      }
    }
  }

  /// A run that is ending is given the time for it; nil if it came to its end by itself.
  package func remove() throws -> Bool {
    guard !endsByItself() else { return false }
    let control = try? String(contentsOfFile: "\(path)/data/postmaster.pid", encoding: .utf8)
    for process in processes { process.end() }
    if let control { SharedMemory.discard(namedIn: control) }
    try discard()
    return true
  }

  /// A supervisor that goes on once it gets the signal to end removes it, too.
  private func discard() throws {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      guard FileManager.default.fileExists(atPath: path) else { return }
      usleep(100_000)
      if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
    }
  }

  /// Only a supervisor that lives may still do it.
  private func endsByItself() -> Bool {
    for _ in 0..<(processes.isEmpty ? 0 : 30) {
      if !FileManager.default.fileExists(atPath: path) { return true }
      usleep(100_000)
    }
    return false
  }

  private static func owners(_ user: String?) -> Set<uid_t> {
    let name = (try? ServerUser.choose(user))?.owner ?? ""
    let uid = name.isEmpty ? nil : getpwnam(name)?.pointee.pw_uid
    return Set([geteuid()] + (uid.map { [$0] } ?? []))
  }

  private static func examine(_ path: String, _ owners: Set<uid_t>) -> LeftoverDirectory? {
    guard isDirectory(path, of: owners),
      let owner = try? String(contentsOfFile: "\(path)/owner", encoding: .utf8)
    else { return nil }
    let stamps = owner.split(separator: "\n").compactMap(stamp)
    guard stamps.count == 2, !stamps[1].isAlive else { return nil }
    let supervisor = stamps[0].isAlive && isSupervisor(stamps[0].pid) ? [stamps[0]] : []
    guard supervisor.isEmpty == !stamps[0].isAlive else { return nil }
    let server = postmaster(of: path).map { [$0] } ?? []
    // Somebody serves there. Only if it is a process of this machine that works in this very directory
    // is it known to be an orphan; otherwise it may be the live run of another container.
    guard !server.isEmpty || !isListening(path) else { return nil }
    return LeftoverDirectory(path: path, processes: supervisor + server)
  }

  /// Not a link: somebody else's link in a folder open to all may lead anywhere.
  private static func isDirectory(_ path: String, of owners: Set<uid_t>) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && owners.contains(status.st_uid)
  }

  /// `supervisor 4711 123456`; without the last, if that process was gone when the supervisor looked.
  private static func stamp(_ line: Substring) -> ProcessStamp? {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count >= 2, let pid = Int32(words[1]) else { return nil }
    return ProcessStamp(pid: pid, start: words.count == 3 ? String(words[2]) : "")
  }

  private static func isListening(_ directory: String) -> Bool {
    UnixSocket.accepts("\(directory)/.s.PGSQL.5432")
  }

  private static func isSupervisor(_ pid: Int32) -> Bool {
    command(of: pid).contains("contend-supervisor")
  }

  private static func command(of pid: Int32) -> String {
    #if os(Linux)
      let data = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
      return String(decoding: data, as: UTF8.self)
    #else
      return (try? ChildProcess.output(of: ["ps", "-o", "command=", "-p", String(pid)])) ?? ""
    #endif
  }

  private static func postmaster(of directory: String) -> ProcessStamp? {
    guard let text = try? String(contentsOfFile: "\(directory)/data/postmaster.pid", encoding: .utf8),
      let pid = text.split(separator: "\n").first.flatMap({ Int32($0) }),
      let start = ProcessStamp.start(of: pid)
    else { return nil }
    #if os(Linux)
      let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")
      guard folder == "\(directory)/data" else { return nil }
    #else
      guard command(of: pid).contains("\(directory)/data") else { return nil }
    #endif
    return ProcessStamp(pid: pid, start: start)
  }
}

extension ProcessStamp {
  /// What an immediate shutdown is to PostgreSQL; whoever does not hear it, be it because it is stopped, is killed.
  fileprivate func end() {
    for number in [SIGQUIT, SIGKILL] {
      guard isAlive else { return }
      kill(pid, number)
      kill(pid, SIGCONT)
      for _ in 0..<300 where isAlive { usleep(10_000) }
    }
  }
}
