import ContendCommandSupport
import ContendTestSupport
import Foundation
import Testing

extension UserServerTests {
  /// A run that is killed while its server starts.
  struct Kills {
    private static let count = Extent.number(10, whole: 40, "CONTEND_KILLS")
    /// A cold start takes longer, for it initialises a cluster.
    private static let span = (warm: 400_000, cold: 1_500_000)

    /// Directories of runs with these numbers, or of nobody and made since `start`.
    private func directories(of pids: Set<Int32>, since start: Date) -> [String] {
      ["/dev/shm", "/tmp"].flatMap { folder in
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix("contend.") }.map { "\(folder)/\($0)" }
      }.filter { directory in
        guard let owner = try? String(contentsOfFile: "\(directory)/owner", encoding: .utf8),
          owner.contains("contend ")
        else {
          let made = try? FileManager.default.attributesOfItem(atPath: directory)[.modificationDate] as? Date
          return made.map { $0 > start } ?? false
        }
        return pids.contains { owner.contains("contend \($0) ") }
      }
    }

    /// Processes that speak of any of these folders.
    private func processes(naming folders: [String]) -> [String] {
      let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
      return numbers.filter { Int($0) != nil }.filter { number in
        let line = FileManager.default.contents(atPath: "/proc/\(number)/cmdline") ?? Data()
        let text = String(decoding: line, as: UTF8.self)
        return folders.contains { text.contains($0) }
      }
    }

    @Test(
      "a run that is killed at any moment of its server's start leaves nothing", arguments: [true, false])
    func killed(isWarm: Bool) async throws {
      let cache = FileManager.default.temporaryDirectory.path + "/kills-\(UUID().uuidString)"
      defer { try? FileManager.default.removeItem(atPath: cache) }
      if isWarm {
        _ = try Contend.run(Contend.briefly + ["--embedded"], environment: ["XDG_CACHE_HOME": "\(cache)/0"])
      }
      let start = Date()
      var pids: Set<Int32> = []
      var seen: Set<String> = []
      for number in 0..<Self.count {
        let folder = isWarm ? "\(cache)/0" : "\(cache)/\(number)"
        let command = try Contend.start(["server"], environment: ["XDG_CACHE_HOME": folder])
        pids.insert(command.pid)
        let span = isWarm ? Self.span.warm : Self.span.cold
        usleep(UInt32(span * number / Self.count))
        seen.formUnion(command.serverDirectories)
        command.send(SIGKILL)
        _ = command.finish()
      }
      #expect(!seen.isEmpty)
      let ended = pids
      let folders = [cache] + seen
      let isClean = await eventually(within: .seconds(5)) {
        directories(of: ended, since: start).isEmpty && processes(naming: folders).isEmpty
      }
      #expect(isClean, "\(directories(of: ended, since: start)), \(processes(naming: folders))")
      let drafts = try FileManager.default.subpathsOfDirectory(atPath: cache)
        .filter { $0.contains(#/cluster-[0-9.]+\.\d{3,}$/#) }
      #expect(drafts == [])
    }
  }
}
