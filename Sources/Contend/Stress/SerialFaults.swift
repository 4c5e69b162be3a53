import ContendExecution
import ContendModel

/// Runs variants once alone, before anything is concurrent.
enum SerialFaults {
  /// Throws `ScenarioFault.invalid` with all that is wrong with any of them.
  static func check(
    _ variants: [Variant], of file: ScenarioFile, _ options: RunOptions, on server: TestServer
  ) async throws {
    var load = StressLoad(file.scenario, options)
    load.clients = file.scenario.exploreScope.clients
    for arm in try await Arms.open(variants, of: file, load, options, on: server) { arm.close() }
  }
}
