import ContendCommandSupport
import Foundation
import Testing

@testable import ContendPostgres

extension UserServerTests {
  /// What embedded servers leave on this machine when even their supervisor was killed.
  struct Directories {
    private func owner(of directory: String) throws -> [String: Int32] {
      let lines = try String(contentsOfFile: "\(directory)/owner", encoding: .utf8).split(separator: "\n")
      return Dictionary(
        uniqueKeysWithValues: lines.compactMap { line in
          let words = line.split(separator: " ")
          return Int32(words[1]).map { (String(words[0]), $0) }
        })
    }

    private func directory(of command: Command) async throws -> String {
      #expect(await eventually { command.output.contains("\n") })
      return try #require(command.serverDirectory)
    }

    @Test func `server prints how to reach it, ends with its input and leaves nothing`() async throws {
      let command = try Contend.start(["server", "--scenario", "lost-update"])
      let directory = try await directory(of: command)
      let url = command.output.trimmingCharacters(in: .whitespacesAndNewlines)
      let rows = try Command.run(
        ["/usr/bin/env", "psql", "-XAtq", url, "-c", "SELECT stock FROM inventory"])
      #expect(rows.output == "1000\n", "\(rows.all)")
      command.endInput()
      #expect(command.finish().exitCode == 0)
      #expect(!FileManager.default.fileExists(atPath: directory))
    }

    @Test func `server ends with Ctrl-C, which is no failure`() async throws {
      let command = try Contend.start(["server"])
      let directory = try await directory(of: command)
      command.send(SIGINT)
      #expect(command.finish().exitCode == 0)
      #expect(!FileManager.default.fileExists(atPath: directory))
    }

    @Test func `a durable server's files are not in memory`() async throws {
      let command = try Contend.start(["server", "--durable"])
      let directory = try await directory(of: command)
      #expect(directory.hasPrefix("/tmp/"))
      command.endInput()
      #expect(command.finish().exitCode == 0)
      #expect(!FileManager.default.fileExists(atPath: directory))
    }

    @Test func `server with an unknown scenario starts nothing`() throws {
      let result = try Contend.run(["server", "--scenario", "nonsense"])
      #expect(result.exitCode == 64)
      #expect(result.output.isEmpty)
    }

    @Test func `clean removes the directory of a server whose supervisor was killed with its run`()
      async throws
    {
      let command = try Contend.start(["server"])
      let directory = try await directory(of: command)
      let owner = try owner(of: directory)
      // Alive it is nobody's leftover, not even without its supervisor.
      #expect(!LeftoverDirectory.all().contains { $0.path == directory })
      kill(try #require(owner["supervisor"]), SIGKILL)
      #expect(!LeftoverDirectory.all().contains { $0.path == directory })
      #expect(owner["contend"] == command.pid)
      command.send(SIGKILL)
      _ = command.finish()
      #expect(await eventually { LeftoverDirectory.all().contains { $0.path == directory } })
      let result = try Contend.run(["clean"])
      #expect(result.output.contains("removed directory \(directory)"), "\(result.all)")
      #expect(!FileManager.default.fileExists(atPath: directory))
    }

    @Test func `a server that survived everything is ended with its directory`() async throws {
      let command = try Contend.start(["server"])
      let directory = try await directory(of: command)
      let owner = try owner(of: directory)
      let supervisor = try #require(owner["supervisor"])
      // The supervisor's second shell would end the server with the run.
      let children = try Command.run(["/bin/sh", "-c", "ps -o pid=,args= --ppid \(supervisor)"]).output
      for line in children.split(separator: "\n") where line.contains("contend-supervisor") {
        if let pid = line.split(separator: " ").first.flatMap({ Int32($0) }) { kill(pid, SIGKILL) }
      }
      kill(supervisor, SIGKILL)
      command.send(SIGKILL)
      _ = command.finish()
      #expect(FileManager.default.fileExists(atPath: "\(directory)/data/postmaster.pid"))
      let leftover = try #require(LeftoverDirectory.all().first { $0.path == directory })
      _ = try leftover.remove()
      #expect(!FileManager.default.fileExists(atPath: directory))
      let pid = try Command.run(["/bin/sh", "-c", "ps -eo args= | grep '[p]ostgres -D \(directory)'"]).output
      #expect(pid.isEmpty)
    }

    @Test func `clean ends a server whose supervisor hangs, with its shared memory`() async throws {
      let command = try Contend.start(["server"])
      let directory = try await directory(of: command)
      let supervisor = try #require(try owner(of: directory)["supervisor"])
      let control = try String(contentsOfFile: "\(directory)/data/postmaster.pid", encoding: .utf8)
      let line = control.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(6).first
      let segment = try #require(line?.split(separator: " ").last)
      kill(supervisor, SIGSTOP)
      command.send(SIGKILL)
      _ = command.finish()
      // Killed, a server leaves its segment.
      kill(try #require(control.split(separator: "\n").first.flatMap { Int32($0) }), SIGKILL)
      let result = try Contend.run(["clean"])
      #expect(result.output.contains("removed directory \(directory)"), "\(result.all)")
      #expect(!FileManager.default.fileExists(atPath: directory))
      #expect(ProcessStamp.start(of: supervisor) == nil)
      let segments = try Command.run(["/usr/bin/env", "ipcs", "-m"]).output
      #expect(!segments.contains(" \(segment) "))
    }

    @Test func `clean leaves a run alone that is just ending`() async throws {
      for delay in 0..<5 {
        let command = try Contend.start(["server"])
        let directory = try await directory(of: command)
        command.send(SIGKILL)
        _ = command.finish()
        usleep(UInt32(delay * 5_000))
        let result = try Contend.run(["clean"])
        #expect(!result.output.contains(directory), "\(result.all)")
        #expect(!FileManager.default.fileExists(atPath: directory))
      }
    }

    @Test(.enabled(if: geteuid() == 0)) func `a directory that somebody else has signed is not looked into`()
      throws
    {
      let folder = FileManager.default.temporaryDirectory.path + "/clean-\(UUID().uuidString)"
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let forged = "\(folder)/contend.forged"
      try FileManager.default.createDirectory(atPath: forged, withIntermediateDirectories: true)
      try "supervisor 1 1\ncontend 1 1\n".write(toFile: "\(forged)/owner", atomically: true, encoding: .utf8)
      #expect(LeftoverDirectory.all(in: [folder]).count == 1)
      chown(forged, 12345, 12345)
      #expect(LeftoverDirectory.all(in: [folder]).isEmpty)
    }

    @Test func `only signed directories of processes that are gone count`() throws {
      let folder = FileManager.default.temporaryDirectory.path + "/clean-\(UUID().uuidString)"
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let ended = try Command(["/bin/sh", "-c", "exit"])
      let gone = "\(ended.pid) \(ProcessStamp.start(of: ended.pid) ?? "1")"
      ended.endInput()
      _ = ended.finish()
      let own = "\(getpid()) \(ProcessStamp.start(of: getpid()) ?? "")"
      let reused = "\(getpid()) 1"
      let owners = [
        "contend.gone": "supervisor \(gone)\ncontend \(gone)\n",
        "contend.live": "supervisor \(own)\ncontend \(gone)\n",
        "contend.mine": "supervisor \(gone)\ncontend \(own)\n", "contend.half": "supervisor \(gone)\n",
        "contend.fast": "supervisor \(gone)\ncontend \(ended.pid) \n",
        "contend.open": "supervisor \(gone)\ncontend \(getpid()) \n",
        "contend.used": "supervisor \(reused)\ncontend \(reused)\n",
        "other.gone": "supervisor \(gone)\ncontend \(gone)\n",
        "contend.text": "some other program's file",
      ]
      for (name, owner) in owners {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        try owner.write(toFile: "\(folder)/\(name)/owner", atomically: true, encoding: .utf8)
      }
      try FileManager.default.createDirectory(
        atPath: "\(folder)/contend.bare", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/contend.link", withDestinationPath: "\(folder)/contend.gone")
      let found = LeftoverDirectory.all(in: [folder])
      #expect(found.map(\.path) == ["fast", "gone", "used"].map { "\(folder)/contend.\($0)" })
      for leftover in found { _ = try leftover.remove() }
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/contend.gone"))
      #expect(FileManager.default.fileExists(atPath: "\(folder)/contend.live"))
    }
  }
}
