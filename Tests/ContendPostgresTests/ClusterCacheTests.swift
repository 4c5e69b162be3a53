import ContendPostgres
import Testing

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

struct ClusterCacheTests {
  private func temporaryFolder() throws -> String {
    let path = FileManager.default.temporaryDirectory.path + "/contend-cache-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  private func withServer<Result: Sendable>(
    _ variables: [String: String],
    _ body: @escaping @Sendable (ManagedServer, EventLoop) async throws -> Result
  ) async throws -> Result {
    let loop = try EventLoop()
    defer { loop.stop() }
    return try await Task(executorPreference: loop) {
      let environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
      let server = try await ManagedServer.start(ServerOptions(), on: loop, environment: environment)
      defer { server.stop() }
      return try await body(server, loop)
    }.value
  }

  private func directoryAfterStart(_ variables: [String: String]) async throws -> String {
    try await withServer(variables) { server, _ in server.directory }
  }

  private func applicationName(_ variables: [String: String]) async throws -> String? {
    try await withServer(variables) { server, loop in
      let connection = try await Connection.open(server.superuser, on: loop)
      defer { connection.close() }
      return try await connection.batch(
        "SELECT setting FROM pg_file_settings WHERE name = 'application_name'"
      )
      .get().rowCount == 0 ? nil : "planted"
    }
  }

  @Test func `a damaged cache is made anew`() async throws {
    let cache = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: cache) }
    _ = try await directoryAfterStart(["XDG_CACHE_HOME": cache])
    let clusters = try FileManager.default.contentsOfDirectory(atPath: "\(cache)/contend")
    let cluster = "\(cache)/contend/\(try #require(clusters.first))"
    #expect(clusters.count == 1)
    for damage in [
      "truncate -s 8192 data/global/1262", "rm data/base/1/2619", "rm -r data/pg_wal", "rm manifest",
    ] {
      #expect(system("cd '\(cluster)' && \(damage)") == 0)
      _ = try await directoryAfterStart(["XDG_CACHE_HOME": cache])
      let size =
        try FileManager.default.attributesOfItem(atPath: "\(cluster)/data/base/1/2619")[.size] as? Int
      #expect(size ?? 0 > 0, "\(damage)")
      #expect(FileManager.default.fileExists(atPath: "\(cluster)/manifest"), "\(damage)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(cache)/contend") == clusters)
  }

  @Test func `a cluster that somebody else has put there is not run`() async throws {
    let cache = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: cache) }
    _ = try await directoryAfterStart(["XDG_CACHE_HOME": cache])
    let folder = "\(cache)/contend"
    let cluster = "\(folder)/\(try #require(FileManager.default.contentsOfDirectory(atPath: folder).first))"
    // Whose the planted one is shows in a setting that it would have.
    #expect(system("echo \"application_name = 'planted'\" >>'\(cluster)/data/postgresql.conf'") == 0)
    #expect(
      system(
        "cd '\(cluster)/data' && { find . -type f -exec wc -c {} +; cksum global/*; } | LC_ALL=C sort | cksum >../manifest"
      ) == 0)
    #expect(try await applicationName(["XDG_CACHE_HOME": cache]) == "planted")
    chmod(folder, 0o777)
    #expect(try await applicationName(["XDG_CACHE_HOME": cache]) != "planted")
    chmod(folder, 0o700)
    if geteuid() == 0 {
      chown(folder, 12345, 12345)
      #expect(try await applicationName(["XDG_CACHE_HOME": cache]) != "planted")
      chown(folder, 0, 0)
    }
    try FileManager.default.moveItem(atPath: folder, toPath: "\(cache)/elsewhere")
    try FileManager.default.createSymbolicLink(atPath: folder, withDestinationPath: "\(cache)/elsewhere")
    #expect(try await applicationName(["XDG_CACHE_HOME": cache]) != "planted")
  }

  @Test
  func `empty and relative variables are unset ones, and nothing falls back to a folder of everybody's`() {
    let own = ClusterCache(["HOME": "/home/x"]).folder
    #expect(ClusterCache(["HOME": "/home/x", "XDG_CACHE_HOME": ""]).folder == own)
    #expect(ClusterCache(["HOME": "/home/x", "XDG_CACHE_HOME": "cache"]).folder == own)
    #expect(ClusterCache([:]).folder?.hasPrefix("/tmp") != true)
    #expect(ClusterCache(["HOME": ""]).folder == ClusterCache([:]).folder)
  }
}
