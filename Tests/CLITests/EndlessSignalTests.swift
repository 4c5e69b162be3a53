import ContendCommandSupport
import Foundation
import Testing

extension SignalTests {
  @Test(arguments: EndlessScenario.inTurns(["explore", "stress"]))
  func `a signal ends a run within two seconds in a phase that has no end`(
    phase: EndlessScenario, command: String
  ) async throws {
    let file = try phase.write(swallows: true)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let run = try Contend.start([command, file, "--variant", "buggy", "-q"])
    #expect(await eventually { run.serverDirectory != nil })
    try await Task.sleep(for: .seconds(2))
    let start = ContinuousClock.now
    run.send(SIGTERM)
    #expect(run.finish().exitCode == 143)
    #expect(start.duration(to: .now) < .seconds(2))
  }
}
