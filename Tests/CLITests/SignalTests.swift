import ContendCommandSupport
import ContendTestSupport
import Foundation
import Testing

/// What a run leaves behind when it is ended from outside: nothing but its partial result.
@Suite(.serialized)
struct SignalTests {
  /// The process ids of whatever was started for a directory.
  private func processes(of directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { entry in
      guard Int(entry) != nil, let data = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline")
      else { return false }
      return String(decoding: data, as: UTF8.self).contains(directory)
    }
  }

  /// A run that has told its first progress, with the directory of its server.
  private func running(_ arguments: [String]) async throws -> (Command, directory: String) {
    let command = try Contend.start(arguments)
    #expect(await eventually(within: .seconds(60)) { command.errors.contains("stress ") })
    return (command, try #require(command.serverDirectory))
  }

  private let long = ["prove", "lost-update", "--fix", "serializable"]

  @Test func `after kill -9 no server, directory or socket is left two seconds later`() async throws {
    let (command, directory) = try await running(long)
    #expect(try !processes(of: directory).isEmpty)
    command.send(SIGKILL)
    _ = command.finish()
    try await Task.sleep(for: .seconds(2))
    #expect(!FileManager.default.fileExists(atPath: directory))
    #expect(try processes(of: directory) == [])
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func `a signal ends the run with a partial result`(signal: Int32, code: Int32) async throws {
    let folder = try Folder()
    let (command, directory) = try await running(long + ["--json", "\(folder.path)/out.json"])
    command.send(signal)
    let result = command.finish()
    #expect(result.exitCode == code, "\(result.all)")
    let json = try folder.read("out.json")
    #expect(try violations(of: json) == [])
    let document = try JSONValue(text: json)
    #expect(document["interrupted"] == .boolean(true))
    #expect(document["exit_code"] == .number(Double(code)))
    #expect(!FileManager.default.fileExists(atPath: directory))
  }

  @Test func `a second signal ends the run at once, and its server too`() async throws {
    let (command, directory) = try await running(long)
    command.send(SIGINT)
    command.send(SIGINT)
    let result = command.finish()
    #expect(result.exitCode == 130)
    #expect(
      await eventually(within: .seconds(10)) { !FileManager.default.fileExists(atPath: directory) })
  }
}
