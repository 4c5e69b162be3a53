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

/// The directory of an embedded server whose run is over but could not clean up: its supervisor was
/// killed too, or the power went.
package struct LeftoverDirectory: Hashable, Sendable {
  package let path: String
  /// A server that survived both its supervisor and its run.
  private let orphan: Int32?

  /// Directories in `folders` that no living run needs; only those that a supervisor has signed count.
  package static func all(in folders: [String] = ServerFolder.all) -> [LeftoverDirectory] {
    folders.flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.filter { $0.hasPrefix("contend.") }.sorted().compactMap { examine("\(folder)/\($0)") }
    }
  }

  /// Removes the directory, and ends its server first if that still runs.
  package func remove() throws {
    if let orphan { stop(orphan) }
    try FileManager.default.removeItem(atPath: path)
  }

  private func stop(_ pid: Int32) {
    // What an immediate shutdown is to PostgreSQL.
    kill(pid, SIGQUIT)
    for _ in 0..<500 where kill(pid, 0) == 0 { usleep(10_000) }
  }

  private static func examine(_ path: String) -> LeftoverDirectory? {
    guard isDirectory(path), let owner = try? String(contentsOfFile: "\(path)/owner", encoding: .utf8)
    else { return nil }
    let stamps = owner.split(separator: "\n").compactMap(stamp)
    guard stamps.count == 2, !stamps.contains(where: \.isAlive) else { return nil }
    guard isListening(path) else { return LeftoverDirectory(path: path, orphan: nil) }
    // Somebody serves there. Only if it is a process of this machine that works in this very directory
    // is it known to be an orphan; otherwise it may be the live run of another container.
    guard let pid = postmaster(of: path) else { return nil }
    return LeftoverDirectory(path: path, orphan: pid)
  }

  /// Not a link: somebody else's link in a folder open to all may lead anywhere.
  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// `supervisor 4711 123456`
  private static func stamp(_ line: Substring) -> ProcessStamp? {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count == 3, let pid = Int32(words[1]) else { return nil }
    return ProcessStamp(pid: pid, start: String(words[2]))
  }

  private static func isListening(_ directory: String) -> Bool {
    UnixSocket.accepts("\(directory)/.s.PGSQL.5432")
  }

  private static func postmaster(of directory: String) -> Int32? {
    guard let text = try? String(contentsOfFile: "\(directory)/data/postmaster.pid", encoding: .utf8),
      let pid = text.split(separator: "\n").first.flatMap({ Int32($0) })
    else { return nil }
    #if os(Linux)
      let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")
      return folder == "\(directory)/data" ? pid : nil
    #else
      let command = try? ChildProcess.output(of: ["ps", "-o", "command=", "-p", String(pid)])
      return command?.contains("\(directory)/data") == true ? pid : nil
    #endif
  }
}
