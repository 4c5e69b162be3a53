import ContendModel
import ContendPostgres
import ContendReport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What this machine offers an embedded server and many clients.
struct Machine {
  let choice: ServerChoice
  let environment: [String: String]

  var findings: [DoctorFinding] { [binaries, user, cache, directory] }

  private var binaries: DoctorFinding {
    let subject = "server binaries"
    let found = PostgresInstallation.all(folder: choice.folder, environment: environment)
    do {
      let chosen = try PostgresInstallation.find(
        folder: choice.folder, major: choice.majorVersion, environment: environment)
      let others = found.filter { $0 != chosen }.map(\.description)
      let more = others.isEmpty ? "" : "\nalso there: " + others.joined(separator: ", ")
      return DoctorFinding(subject, .good, Message(chosen.description + more))
    } catch {
      return DoctorFinding(subject, error)
    }
  }

  private var user: DoctorFinding {
    let subject = "server's user"
    do {
      let user = try ServerUser.choose(choice.user)
      let name = user.owner.isEmpty ? "you" : user.owner
      return DoctorFinding(subject, .good, "an embedded server runs as \(name)")
    } catch {
      return DoctorFinding(subject, error)
    }
  }

  private var cache: DoctorFinding {
    let cache = ClusterCache(environment)
    let folder = cache.folder ?? ""
    let objection = cache.objection ?? (canWrite(folder) ? nil : "\(folder) cannot be written to")
    guard let objection else { return DoctorFinding("cache", .good, Message(folder)) }
    return DoctorFinding(
      "cache", .doubtful, "\(objection), so every run initialises a cluster",
      remedy: "set XDG_CACHE_HOME or HOME to a folder of yours")
  }

  /// The folder itself, or the nearest one above it that is there.
  private func canWrite(_ folder: String) -> Bool {
    if access(folder, F_OK) == 0 { return access(folder, W_OK | X_OK) == 0 }
    guard let slash = folder.lastIndex(of: "/"), slash != folder.startIndex else {
      return access("/", W_OK) == 0
    }
    return canWrite(String(folder[..<slash]))
  }

  private var directory: DoctorFinding {
    let folder = ServerFolder.choose(isDurable: choice.isDurable)
    let subject = "directory"
    guard access(folder, W_OK | X_OK) == 0 else {
      return DoctorFinding(
        subject, .missing, "\(folder) cannot be written to; an embedded server lives below it",
        remedy: "chmod 1777 \(folder), or name a server with \(Setting.database)")
    }
    let length = "\(folder)/contend.XXXXXX/.s.PGSQL.5432".utf8.count
    guard length <= UnixSocket.longestPath else {
      return DoctorFinding(
        subject, .missing, "this system takes socket paths of \(UnixSocket.longestPath) bytes at most",
        remedy: "name a server with \(Setting.database)")
    }
    return DoctorFinding(
      subject, .good, "below \(folder), socket paths of \(length) of \(UnixSocket.longestPath) bytes")
  }

  /// Each client is a socket of ours and one of the server's.
  var openFiles: DoctorFinding {
    var limit = rlimit()
    #if canImport(Glibc)
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    #else
      getrlimit(RLIMIT_NOFILE, &limit)
    #endif
    guard limit.rlim_cur < 4096 else {
      return DoctorFinding("open files", .good, "up to \(limit.rlim_cur), enough for 1000 clients")
    }
    return DoctorFinding(
      "open files", .doubtful, "up to \(limit.rlim_cur), enough for about \(limit.rlim_cur / 4) clients",
      remedy: "ulimit -n 4096")
  }

  var leftovers: DoctorFinding {
    let paths = LeftoverDirectory.all().map(\.path)
    if paths.isEmpty { return DoctorFinding("leftovers", .good, "none on this machine") }
    return DoctorFinding(
      "leftovers", .doubtful, Message(paths.joined(separator: "\n")), remedy: "contend clean")
  }
}
