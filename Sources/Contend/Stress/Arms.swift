import ContendExecution
import ContendModel

/// The variants of a run, each with its database and its clients.
enum Arms {
  /// Opens an arm for each variant and runs it once alone.
  ///
  /// Throws `ScenarioFault.invalid` with all that is wrong with any of them.
  static func open(
    _ variants: [Variant], of file: ScenarioFile, _ load: StressLoad, _ options: RunOptions,
    on server: TestServer
  ) async throws -> [JudgedArm] {
    let stress = load.stressOptions(options, token: server.token)
    var arms: [JudgedArm] = []
    var faults: [Diagnostic] = []
    for variant in variants {
      do {
        let arm = try await StressArm(
          file.scenario, variant, database: server.nextDatabase(), options: stress, access: server.access,
          on: server.loop)
        arms.append(JudgedArm(arm, judging: file.scenario.judging))
        faults += try await arm.serialFaults(file.scenario, control: options.control)
      } catch let fault as Diagnostic {
        faults.append(fault)
      }
    }
    guard faults.isEmpty else {
      for arm in arms { arm.close() }
      // The same fault of several variants, such as one of the set-up, is told once.
      throw ScenarioFault.invalid(faults.map(file.located).uniqued())
    }
    return arms
  }
}
