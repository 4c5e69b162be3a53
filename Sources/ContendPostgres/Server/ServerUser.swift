#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Under which user the embedded server runs: PostgreSQL refuses to run as root.
package struct ServerUser {
  /// Who must own the server's directory; empty where it is the caller.
  package private(set) var owner = ""
  /// What to put before a command so that it runs as that user.
  package private(set) var prefix: [String] = []

  /// The caller; as root the named user, else `postgres`, else the caller under another number in a
  /// user namespace. Users are never created.
  package static func choose(_ name: String?) throws(ServerError) -> ServerUser {
    if let name {
      guard exists(name) else { throw .unknownUser(name) }
      return geteuid() == 0 ? setpriv(name) : ServerUser()
    }
    guard geteuid() == 0 else { return ServerUser() }
    if exists("postgres"), canRun(setpriv("postgres").prefix) { return setpriv("postgres") }
    let mapped = ["unshare", "--user", "--map-user=1000"]
    guard canRun(mapped) else { throw .cannotRunAsRoot }
    return ServerUser(prefix: mapped)
  }

  private static func setpriv(_ name: String) -> ServerUser {
    // Its group may have another name, or none.
    let group = getpwnam(name).map { "\($0.pointee.pw_gid)" } ?? name
    return ServerUser(
      owner: name, prefix: ["setpriv", "--reuid=\(name)", "--regid=\(group)", "--init-groups", "--"])
  }

  private static func exists(_ name: String) -> Bool { getpwnam(name) != nil }

  private static func canRun(_ prefix: [String]) -> Bool {
    (try? ChildProcess.output(of: prefix + ["true"])) != nil
  }
}
