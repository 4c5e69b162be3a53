import ContendModel
import ContendReport
import Testing

@testable import ContendRuns

/// `\variant before` and smaller environments stand beside the control.
@Suite(.serialized)
struct BeforeRunTests {
  @Test func `the code before the change is judged beside the control, and staging explained`() async throws {
    let before =
      "\\variant before \"the row was locked\"\n"
      + Counter.buggy.split(separator: "\n").dropFirst().joined(separator: "\n")
      .replacing("WHERE id = 1  \\gset", with: "WHERE id = 1 FOR UPDATE  \\gset")
    let head = Counter.head.replacing("\\load", with: "\\profile staging clients=1\n\\load")
    let document = try await prove(
      Counter.text([head, before, Counter.buggy, Counter.atomic, Counter.invariant]))
    let section = try #require(document.control.before)
    #expect(section.failedRounds == 0 && section.rounds > 0 && section.failingSchedules == 0)
    #expect(section.sentence.hasPrefix("The change brought it: before fails in 0 of "))
    #expect(
      document.control.notes.contains {
        $0.contains("with profile staging (clients = 1) it failed in 0 of 20 rounds")
      })
    #expect(document.fixes.map(\.name) == ["atomic"])
    #expect(document.exitCode == 0)
  }
}
