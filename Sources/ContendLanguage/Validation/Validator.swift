import ContendModel

/// The checks that need the whole scenario.
struct Validator {
  let builder: ScenarioBuilder
  var scenario: Scenario { builder.scenario }
  var log: DiagnosticLog { builder.log }

  init(_ builder: ScenarioBuilder) { self.builder = builder }

  func validate() {
    checkHeader()
    checkVariants()
  }
}
