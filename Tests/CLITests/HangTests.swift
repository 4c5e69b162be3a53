import ContendCommandSupport
import ContendModel
import Foundation
import Testing

/// No phase of a run hangs, whatever the scenario's SQL does there.
@Suite(.serialized)
struct HangTests {
  private func run(
    _ command: String, _ phase: EndlessScenario, swallows: Bool
  ) async throws -> (result: CommandResult, duration: Duration) {
    let file = try phase.write(swallows: swallows)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let start = ContinuousClock.now
    let run = try Contend.start([command, file, "--variant", "buggy", "--step-timeout", "500ms", "-q"])
    // One that hung would hang the test, too.
    let watch = Task {
      try await Task.sleep(for: .seconds(60))
      run.send(SIGKILL)
    }
    defer { watch.cancel() }
    return (run.finish(), start.duration(to: .now))
  }

  @Test(arguments: EndlessScenario.inTurns(["stress", "explore"]))
  func `what swallows its cancel ends the run, and is named`(
    phase: EndlessScenario, command: String
  ) async throws {
    let (result, duration) = try await run(command, phase, swallows: true)
    #expect(result.exitCode == 65, "\(result.all)")
    #expect(result.all.contains("did not end within 500 ms; it swallowed its cancel"), "\(result.all)")
    #expect(duration < .seconds(30))
    let place = [.invariant: "\\invariant counted", .reset: "restoring"][phase] ?? "public.stubborn()"
    #expect(result.all.contains(place), "\(result.all)")
  }

  @Test(arguments: [EndlessScenario.setUp, .migration, .reset])
  func `what ends by its cancel before anything can be judged ends the run, too`(
    phase: EndlessScenario
  ) async throws {
    let (result, _) = try await run("stress", phase, swallows: false)
    #expect(result.exitCode == 65, "\(result.all)")
    #expect(result.all.contains("did not end within 500 ms"), "\(result.all)")
    #expect(result.all.contains("hint"), "\(result.all)")
  }
}
