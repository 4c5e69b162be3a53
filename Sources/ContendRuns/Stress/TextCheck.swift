import ContendChecking
import ContendExecution
import ContendModel

extension StressArm {
  /// Runs one call of each role, alone, and says what is wrong with the text of the scenario.
  ///
  /// A mistake in the SQL must never count as a reproduction: errors of classes 42 (syntax, unknown
  /// names), 22P02 (invalid text), 08 and 28 (connection, login) are the scenario's fault when nothing is
  /// concurrent. What else a call alone comes to is judged in whole rounds.
  ///
  /// So is a statement that does not return, which no error tells apart from one that waits.
  func faultsOfText(
    _ scenario: Scenario, stopSignal: StopSignal
  ) async throws -> (faults: [Diagnostic], stuck: [Diagnostic]) {
    let history = try await runAlone(stopSignal: stopSignal)
    guard !stopSignal.isStopped else { return ([], []) }
    let stuck = history.stuck.map { call in
      Diagnostic(
        .error, at: call.location ?? variant.location,
        "this statement of variant \(variant.name) does not return, run alone",
        hint: "a statement has the step time-out to return in")
    }
    let errors = (history.calls.map(\.outcome.sqlError) + [history.finallyError]).compactMap { $0 }
    return (errors.compactMap(fault) + history.invariants.compactMap { fault(in: $0, scenario) }, stuck)
  }

  private func fault(_ error: SQLError) -> Diagnostic? {
    guard error.isScenarioFault else { return nil }
    return Diagnostic(
      .error, at: error.location ?? variant.location,
      "\(error.sqlState) \(error.message), in variant \(variant.name) run alone",
      hint: error.remedy ?? "this is a mistake in the scenario, not a race")
  }

  private func fault(in reading: InvariantReading, _ scenario: Scenario) -> Diagnostic? {
    guard case .failed(let error) = reading.answer, error.isScenarioFault else { return nil }
    let location = scenario.invariants.first { $0.name == reading.name }?.location ?? variant.location
    return Diagnostic(
      .error, at: location, "invariant \(reading.name) failed: \(error.sqlState) \(error.message)",
      hint: error.remedy)
  }
}

extension Outcome {
  fileprivate var sqlError: SQLError? { if case .sqlError(let error) = self { error } else { nil } }
}

extension SQLError {
  fileprivate var isScenarioFault: Bool {
    ["42", "08", "28"].contains(String(sqlState.prefix(2))) || sqlState == "22P02"
  }
}
