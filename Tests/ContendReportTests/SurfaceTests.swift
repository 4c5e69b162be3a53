import ContendModel
import ContendTestSupport
import Foundation
import Testing

@testable import ContendReport

/// Settings are spelled once, where their reader is known.
@Suite struct SurfaceTests {
  @Test func `a message names settings as its surface does`() {
    let message: Message = "drop \(Setting.serverVersion) or raise \(Setting.budget)\n  to \(5) s"
    #expect(message.text(on: .terminal) == "drop --pg-version or raise --budget\n  to 5 s")
    #expect(message.text(on: .swift) == "drop --pg-version or raise settings.budget\n  to 5 s")
    #expect(
      message.lines.map { $0.text(on: .terminal) } == ["drop --pg-version or raise --budget", "to 5 s"])
  }

  @Test func `no layer below the terminal spells a flag`() throws {
    let flags =
      Setting.allCases.map { Surface.terminal.name(of: $0) } + ["--step-timeout", "--json", "--seed"]
    let layers = try FileManager.default.contentsOfDirectory(atPath: repositoryPath("Sources"))
    for layer in layers where !["ContendReport", "contend-cli"].contains(layer) {
      for path in try FileManager.default.subpathsOfDirectory(atPath: repositoryPath("Sources/\(layer)"))
      where path.hasSuffix(".swift") {
        for line in try repositoryFile("Sources/\(layer)/\(path)").split(separator: "\n") {
          let code = line.drop { $0 == " " }
          guard !code.hasPrefix("//") else { continue }
          for flag in flags { #expect(!code.contains(flag), "\(layer)/\(path): \(code)") }
        }
      }
    }
  }
}
