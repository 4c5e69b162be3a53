import ContendExecution
import ContendModel

/// Runs a variant without concurrency before anything is concurrent.
enum SerialFaults {
  /// Says so where it is a fix that never comes to its end alone.
  ///
  /// Throws `ScenarioFault.invalid` with all that is wrong with its text, or where it is the buggy one and
  /// fails in every order of its calls.
  static func check(
    _ variant: Variant, of file: ScenarioFile, _ options: RunOptions, on server: TestServer
  ) async throws -> StuckAlone? {
    try await SerialStage(file: file, options: options, server: server).run([variant])[variant.name]?.stuck
  }
}
