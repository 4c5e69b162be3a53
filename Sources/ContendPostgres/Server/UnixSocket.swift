#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What has to be known about Unix sockets before libpq is asked.
package enum UnixSocket {
  /// The longest path of a socket, without the zero at its end.
  package static var longestPath: Int { MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1 }

  /// Whether somebody takes connections there.
  static func accepts(_ path: String) -> Bool {
    var address = sockaddr_un()
    guard path.utf8.count <= longestPath else { return false }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    #if canImport(Glibc)
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }
}
