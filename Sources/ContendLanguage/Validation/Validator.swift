import ContendModel

/// The checks that need the whole scenario; each kind of check is a file of its own.
struct Validator {
  let builder: ScenarioBuilder
  var scenario: Scenario { builder.scenario }
  var log: DiagnosticLog { builder.log }

  init(_ builder: ScenarioBuilder) { self.builder = builder }

  func validate() {
    checkPresence()
    checkVariants()
    checkNames()
    checkPools()
    let variables = VariableCheck(builder)
    variables.checkReads()
    checkConnections()
    // A mistake makes a part of the file look unused or without effect that is not.
    guard !log.hasErrors else { return }
    variables.checkUnread()
    variables.checkSlices()
    checkUsefulRoles()
    checkUnusedConnections()
    builder.reportUnpastedBodies()
    checkInvariants()
    checkDifferences()
    checkOpenTransactions()
    checkAbortedTransactions()
    checkCriteria()
  }
}
