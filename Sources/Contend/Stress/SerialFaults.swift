import ContendExecution
import ContendModel

/// Runs variants without concurrency before anything is concurrent.
enum SerialFaults {
  /// Throws `ScenarioFault.invalid` with all that is wrong with the text of any of them, or where the buggy
  /// one fails in every order of its calls.
  static func check(
    _ variants: [Variant], of file: ScenarioFile, _ options: RunOptions, on server: TestServer
  ) async throws {
    _ = try await SerialStage(file: file, options: options, server: server).run(variants)
  }
}
