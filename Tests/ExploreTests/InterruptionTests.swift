import ContendCommandSupport
import Foundation
import Testing

@Suite("An exploration that is ended from outside", .serialized)
struct InterruptionTests {
  /// Four clients on one row: thousands of schedules, and at most times some backend is stopped.
  private static let scenario = """
    \\scenario queue "Four clients in a queue"
    \\explore clients=4 calls=1
    \\setup
    CREATE TABLE account (id int PRIMARY KEY, v int NOT NULL);
    INSERT INTO account VALUES (1, 10), (2, 10);
    \\variant buggy "one row after the other"
    BEGIN;
    UPDATE account SET v = v + 1 WHERE id = 1;
    UPDATE account SET v = v + 1 WHERE id = 2;
    COMMIT;
    """

  private func start() throws -> (command: Command, file: String) {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).race.sql").path
    try Self.scenario.write(toFile: file, atomically: true, encoding: .utf8)
    let command = try Contend.start(["explore", file, "--reduction", "none", "--budget", "10min"])
    return (command, file)
  }

  /// Processes of the servers in these directories, those that are stopped included.
  private func processes(in directories: [String]) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.filter { name in
      let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd")
      return Int(name) != nil && directories.contains { place?.hasPrefix($0) == true }
    }
  }

  private func isStopped(_ process: String) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    return status.contains("State:\tT")
  }

  /// The directories of all servers of a run in which some backend is stopped; every lane has a server.
  private func servers(of command: Command) async -> [String] {
    #expect(
      await eventually(within: .seconds(60)) {
        processes(in: command.serverDirectories).contains(where: isStopped)
      })
    return command.serverDirectories
  }

  private func expectNothingLeft(of folders: [String]) async {
    #expect(await eventually(within: .seconds(2)) { processes(in: folders).isEmpty })
    #expect(
      await eventually(within: .seconds(2)) {
        !folders.contains(where: FileManager.default.fileExists(atPath:))
      })
  }

  @Test("leaves nothing after Ctrl-C and says what it has seen")
  func interrupt() async throws {
    let (command, file) = try start()
    defer { try? FileManager.default.removeItem(atPath: file) }
    let folders = await servers(of: command)
    command.send(SIGINT)
    let result = command.finish()
    #expect(result.exitCode == 130)
    #expect(result.output.contains("interrupted") || result.output.contains("of an unknown number"))
    await expectNothingLeft(of: folders)
  }

  @Test("leaves nothing after kill -9, not even a stopped backend")
  func killed() async throws {
    for _ in 1...3 {
      let (command, file) = try start()
      defer { try? FileManager.default.removeItem(atPath: file) }
      let folders = await servers(of: command)
      command.send(SIGKILL)
      await expectNothingLeft(of: folders)
    }
  }
}
