import ContendModel

/// The checks that need the whole scenario. Each kind of check is a file of its own.
struct Validator {
  let builder: ScenarioBuilder
  var scenario: Scenario { builder.scenario }
  var log: DiagnosticLog { builder.log }

  init(_ builder: ScenarioBuilder) { self.builder = builder }

  func validate() {
    checkPresence()
    checkVariants()
    checkNames()
    VariableCheck(builder).run()
    checkConnections()
    checkInvariants()
    // What follows would only repeat an error in other words.
    guard !log.hasErrors else { return }
    checkDifferences()
    checkOpenTransactions()
    checkCriteria()
  }
}
