import ContendChecking
import ContendExecution
import ContendModel

extension StressArm {
  /// Runs every call once, alone, and says what is wrong with the scenario itself.
  ///
  /// A mistake in the SQL must never count as a reproduction: errors of classes 42 (syntax, unknown
  /// names), 22P02 (invalid text), 08 and 28 (connection, login) and a violated invariant are the
  /// scenario's fault when nothing is concurrent. So is an error of the application in the control: it
  /// needs no race to happen.
  ///
  /// - Parameter isSwept: the arm is one point of a curve, on which calls may well fail alone.
  func serialFaults(
    _ scenario: Scenario, isSwept: Bool, control: RunControl
  ) async throws -> [Diagnostic] {
    let history = try await runSerially(control: control)
    guard !control.isStopped else { return [] }
    let stuck = history.stuck.map { call in
      Diagnostic(
        .error, at: call.location ?? variant.location,
        "this statement of variant \(variant.name) does not return, run alone", hint: "see --step-timeout")
    }
    let errors = (history.calls.map(\.outcome.sqlError) + [history.finallyError]).compactMap { $0 }
    let reasons = history.calls.compactMap(\.outcome.applicationError).uniqued()
    let refused = isSwept ? [] : reasons.compactMap { fault($0, scenario.judging) }
    return stuck + errors.compactMap(fault) + refused
      + history.invariants.compactMap { fault(in: $0, scenario) }
  }

  private func fault(_ reason: String, _ judging: Judging) -> Diagnostic? {
    if reason == "gset_many_rows" {
      return Diagnostic(
        .error, at: variant.location, "'\\gset' got several rows in variant \(variant.name) run alone",
        hint: "it keeps one row: narrow the SELECT down, or aggregate")
    }
    // Who waits in a loop for what another role does waits in vain, alone.
    let isLoop = reason == "while_limit" && variant.roles.count > 1
    let pattern = OutcomePattern(.applicationError(reason: reason))
    let isAllowed = judging.allow.contains { $0.kind == .error && ($0.detail == nil || $0 == pattern) }
    guard variant.kind == .buggy, !isLoop, !isAllowed else { return nil }
    return Diagnostic(
      .error, at: variant.location, "variant \(variant.name) run alone ends in error:\(reason)",
      hint: "what fails without concurrency is no race: mend the program, or say '\\allow error:\(reason)'")
  }

  private func fault(_ error: SQLError) -> Diagnostic? {
    guard error.isScenarioFault else { return nil }
    return Diagnostic(
      .error, at: error.location ?? variant.location,
      "\(error.sqlState) \(error.message), in variant \(variant.name) run alone",
      hint: error.hint ?? "this is a mistake in the scenario, not a race")
  }

  private func fault(in reading: InvariantReading, _ scenario: Scenario) -> Diagnostic? {
    let location = scenario.invariants.first { $0.name == reading.name }?.location ?? variant.location
    switch reading.answer {
    case .failed(let error):
      return Diagnostic(
        .error, at: location, "invariant \(reading.name) failed: \(error.sqlState) \(error.message)",
        hint: error.hint)
    case .rows(let rows) where rows.count > 0:
      return Diagnostic(
        .error, at: location,
        "invariant \(reading.name) is violated by variant \(variant.name) run alone: \(rows.firstRowText)",
        hint: "without concurrency it must hold; either the invariant or the program is wrong")
    case .rows:
      return nil
    }
  }
}

extension Outcome {
  fileprivate var sqlError: SQLError? { if case .sqlError(let error) = self { error } else { nil } }
  fileprivate var applicationError: String? {
    if case .applicationError(let reason) = self { reason } else { nil }
  }
}

extension SQLError {
  fileprivate var isScenarioFault: Bool {
    ["42", "08", "28"].contains(String(sqlState.prefix(2))) || sqlState == "22P02"
  }
}

extension RowSample {
  fileprivate var firstRowText: String {
    guard let row = rows.first else { return "no rows" }
    return zip(columns, row).map { "\($0) = \($1 ?? "NULL")" }.joined(separator: ", ")
  }
}
