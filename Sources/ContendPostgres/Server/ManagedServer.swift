#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A private PostgreSQL cluster that lives exactly as long as this process wants it to.
///
/// Unix socket only, no TCP; `initdb` runs once per version, later runs copy its result.
package final class ManagedServer {
  package let installation: PostgresInstallation
  /// The server's directory: data, socket and log.
  package let directory: String
  private let supervisor: ChildProcess
  private let options: ServerOptions

  private init(
    _ installation: PostgresInstallation, _ supervisor: ChildProcess, directory: String,
    options: ServerOptions
  ) {
    self.installation = installation
    self.supervisor = supervisor
    self.directory = directory
    self.options = options
  }

  /// Starts a server and waits until a query succeeds.
  package static func start(
    _ options: ServerOptions, on loop: EventLoop, environment: [String: String]
  ) async throws(ServerError) -> ManagedServer {
    let installation = try PostgresInstallation.find(
      folder: options.folder, major: options.majorVersion, environment: environment)
    let user = try ServerUser.choose(options.user)
    let supervisor: ChildProcess
    do {
      supervisor = try ChildProcess(
        [
          "/bin/sh", "-c", Supervisor.script, "contend-supervisor", installation.folder,
          ServerFolder.choose(isDurable: options.isDurable),
          ClusterCache(environment).place(of: installation.version),
          user.owner, String(user.prefix.count),
        ] + user.prefix + options.arguments, environment: Supervisor.environment(environment))
    } catch {
      throw .system(error)
    }
    let directory = try readDirectory(supervisor)
    let server = ManagedServer(installation, supervisor, directory: directory, options: options)
    try await server.waitUntilReady(on: loop)
    return server
  }

  /// Stops the server at once and removes its directory.
  package func stop() { supervisor.finish() }

  /// Whether the server has ended by itself, or was ended by somebody else.
  package var hasEnded: Bool { supervisor.hasOutput }

  /// As the cluster's superuser, whose name is `contend`.
  package var superuser: ConnectionSettings {
    ConnectionSettings([
      ("host", directory), ("port", "5432"), ("user", "contend"), ("dbname", "postgres"),
      ("application_name", "contend"), ("connect_timeout", "10"),
    ])
  }

  package var settings: [(name: String, value: String)] { options.reported }

  /// The supervisor's `run` and `pid` lines, or why there are none.
  private static func readDirectory(_ supervisor: ChildProcess) throws(ServerError) -> String {
    var directory: String?
    var complaints: [String] = []
    while let line = supervisor.readLine() {
      if line.hasPrefix("run ") { directory = String(line.dropFirst(4)) }
      if line.hasPrefix("error ") { complaints.append(String(line.dropFirst(6))) }
      if line.hasPrefix("pid "), let directory { return directory }
    }
    supervisor.finish()
    throw .didNotStart(log: complaints.joined(separator: "\n"))
  }

  private func waitUntilReady(on loop: EventLoop) async throws(ServerError) {
    let deadline = ContinuousClock.now.advanced(by: .seconds(30))
    while true {
      do {
        let connection = try await Connection.open(superuser, on: loop, outlivesStop: true)
        connection.close()
        return
      } catch {
        if supervisor.hasOutput { _ = try ManagedServer.readDirectory(supervisor) }
        guard ContinuousClock.now < deadline else {
          stop()
          throw .didNotStart(log: error.description)
        }
        await loop.sleep(for: .microseconds(500))
      }
    }
  }
}
