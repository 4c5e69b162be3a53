#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where initialised clusters are kept, one for each version of PostgreSQL.
///
/// Whoever can write there runs code as the server's user: so it is a folder of the caller's alone, and where there
/// is none every run initialises a cluster.
package struct ClusterCache: Hashable, Sendable {
  /// Nil where neither a variable nor the system says what folder is the caller's own.
  package let folder: String?

  package init(_ environment: [String: String]) {
    #if os(macOS)
      folder = Self.home(environment).map { "\($0)/Library/Caches/contend" }
    #else
      let named = Self.absolute(environment["XDG_CACHE_HOME"])
      folder = (named ?? Self.home(environment).map { "\($0)/.cache" }).map { "\($0)/contend" }
    #endif
  }

  /// Why it cannot be used although it is there; nil if it can.
  package var objection: String? {
    guard let folder else { return "there is no home folder to keep a cluster in" }
    var status = stat()
    guard lstat(folder, &status) == 0 else { return nil }
    if status.st_mode & S_IFMT != S_IFDIR { return "\(folder) is no folder" }
    if status.st_uid != geteuid() { return "\(folder) belongs to somebody else" }
    return status.st_mode & 0o022 == 0 ? nil : "others may write to \(folder)"
  }

  /// Where the cluster of a version is or will be; empty if nothing is to be kept.
  ///
  /// The folder is made first: once it is the caller's, nobody else can put anything into it.
  func place(of version: String) -> String {
    guard let folder else { return "" }
    Self.make(folder)
    guard objection == nil, access(folder, W_OK | X_OK) == 0 else { return "" }
    return "\(folder)/cluster-\(version)"
  }

  private static func make(_ folder: String) {
    guard mkdir(folder, 0o700) != 0, errno == ENOENT, let slash = folder.lastIndex(of: "/"),
      slash != folder.startIndex
    else { return }
    make(String(folder[..<slash]))
    mkdir(folder, 0o700)
  }

  private static func home(_ environment: [String: String]) -> String? {
    absolute(environment["HOME"])
      ?? getpwuid(geteuid()).flatMap { absolute(String(cString: $0.pointee.pw_dir)) }
  }

  /// An empty variable is an unset one, and so is a path that depends on where one stands.
  private static func absolute(_ path: String?) -> String? {
    path.flatMap { $0.hasPrefix("/") ? $0 : nil }
  }
}
