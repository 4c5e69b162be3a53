import ContendModel

extension ScenarioFile {
  /// The scenario with a parameter or a draw at this value in every call.
  ///
  /// A draw remains one, so that invariants find it in `calls.vars` as before.
  func fixing(_ name: String, to value: Value) throws(ScenarioFault) -> ScenarioFile {
    var file = self
    let scenario = scenario
    if let index = scenario.parameters.firstIndex(where: { scenario.symbols[$0.variable] == name }) {
      file.scenario.parameters[index].value = value
      file.scenario.sizePools()
    } else if let index = scenario.draws.firstIndex(where: { scenario.symbols[$0.variable] == name }) {
      file.scenario.draws[index].expression = .literal(value)
    } else {
      throw .noParameter(name, known: scenario.settableNames)
    }
    return file
  }
}

extension Scenario {
  /// Parameters and draws, by the names they have in the file.
  var settableNames: [String] { (parameters.map(\.variable) + draws.map(\.variable)).map { symbols[$0] } }
}
