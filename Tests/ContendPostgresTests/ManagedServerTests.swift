import ContendPostgres
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct ManagedServerTests {
  private func onLoop<Result: Sendable>(
    _ body: @escaping @Sendable (EventLoop) async throws -> Result
  ) async throws -> Result {
    let loop = try EventLoop()
    defer { loop.stop() }
    return try await Task(executorPreference: loop) { try await body(loop) }.value
  }

  @Test func `a server starts without a cache, with one, and leaves nothing behind`() async throws {
    let cache =
      FileManager.default.temporaryDirectory.path + "/contend-cache-\(UInt64.random(in: 0 ... .max))"
    defer { try? FileManager.default.removeItem(atPath: cache) }
    for _ in 1...2 {
      let directory = try await onLoop { loop in
        var environment = ProcessInfo.processInfo.environment
        environment["XDG_CACHE_HOME"] = cache
        let server = try await ManagedServer.start(ServerOptions(), on: loop, environment: environment)
        let access = try await ServerAccess.prepare(server, on: loop)
        #expect(access.version == server.installation.version)
        #expect(FileManager.default.fileExists(atPath: server.directory))
        server.stop()
        return server.directory
      }
      #expect(!FileManager.default.fileExists(atPath: directory))
    }
    #expect(FileManager.default.fileExists(atPath: cache + "/contend"))
  }

  @Test func `a folder without a server says how to install one`() async throws {
    await #expect(throws: ServerError.self) {
      try await onLoop { loop in
        var options = ServerOptions()
        options.folder = FileManager.default.temporaryDirectory.path + "/missing-\(UUID().uuidString)"
        _ = try await ManagedServer.start(options, on: loop, environment: [:])
      }
    }
  }

  @Test func `a server that cannot start tells what its log says`() async throws {
    let message = try await onLoop { loop in
      var options = ServerOptions()
      options.maxConnections = -1
      do throws(ServerError) {
        _ = try await ManagedServer.start(options, on: loop, environment: ProcessInfo.processInfo.environment)
        return ""
      } catch {
        return error.description
      }
    }
    #expect(message.contains("max_connections"))
  }
}
