import ContendModel
import ContendReport
import Testing

@testable import ContendRuns

/// A run that takes its time does not look as if it stood still.
@Suite(.serialized)
struct ProgressPulseTests {
  /// What a run tells.
  private final class Lines: Sendable {
    let all = Lock<[Progress]>([])
    func add(_ progress: Progress) { all.withLock { $0.append(progress) } }
  }

  private func lines(_ text: String) async throws -> [Progress] {
    let lines = Lines()
    var options = options()
    options.progress = { lines.add($0) }
    _ = try await ExploreRun(try scenario(text), variant: "buggy", options: options).run()
    return lines.all.withLock { $0 }
  }

  @Test func `a long set-up is told every second, and explore after it`() async throws {
    let text = Counter.text().replacing("\\setup", with: "\\setup\nSELECT pg_sleep(2.5);")
    let told = try await lines(text)
    let setUp = told.filter { $0.phase == "set-up" }.map(\.elapsed)
    #expect(setUp.count >= 3)
    #expect(zip(setUp, setUp.dropFirst()).allSatisfy { $0 < $1 })
    let explore = told.filter { $0.phase == "explore" }
    #expect(explore.first?.arms == [.init(name: "buggy")])
    #expect(explore.allSatisfy { $0.arms.map(\.name) == ["buggy"] })
  }

  /// A program that changes the schema has its whole set-up made again before each schedule.
  @Test func `a reset that takes long is told as one, with what has run so far`() async throws {
    let text = Counter.text()
      .replacing("\\setup", with: "\\setup\nSELECT pg_sleep(1.2);")
      .replacing("\\explore clients=2", with: "\\explore clients=1")
      .replacing("\\variant buggy", with: "\\variant buggy\nCREATE TABLE IF NOT EXISTS made (id int);\n-- ")
    let told = try await lines(text)
    let resets = told.filter { $0.phase == "reset" }
    #expect(resets.contains { $0.isUpkeep && $0.arms.map(\.name) == ["buggy"] }, "\(told)")
    #expect(told.first?.phase == "set-up")
  }

  @Test func `nothing is told after the run`() async throws {
    let lines = Lines()
    var options = options()
    options.progress = { lines.add($0) }
    await options.pulsing { $0.progress(Progress(phase: "set-up", arms: [])) }
    let count = lines.all.withLock { $0.count }
    try await Task.sleep(for: .milliseconds(1200))
    #expect(lines.all.withLock { $0.count } == count)
  }
}
