import ContendLanguage
import ContendModel

extension FuzzTarget {
  /// Expressions: what is read is evaluated, and a constant reads back as it was written.
  package static let expression = FuzzTarget("expression") { text in
    evaluate(text)
    guard let value = constantValue(of: text) else { return [] }
    let written = constantText(of: value)
    return constantValue(of: written).map { constantText(of: $0) } == written
      ? [] : ["\(written) does not read back"]
  }

  private static func evaluate(_ text: String) {
    let line = text.replacing("\n", with: " ")
    let scenario = ScenarioParser.parse(
      text: "\(header)\\set made \(line)\nSELECT :made;\n", file: "fuzzed.race.sql"
    ) { _ in "" }.scenario
    guard let scenario, let body = scenario.buggy?.roles.first?.body else { return }
    var variables = Variables(count: scenario.symbols.names.count)
    for parameter in scenario.parameters { variables[parameter.variable] = parameter.value }
    var random = RandomStream(seed: 1)
    for step in body {
      guard case .set(_, let expression) = step.action else { continue }
      _ = try? expression.evaluate(in: variables, random: &random)
    }
  }

  private static let header = #"""
    \scenario fuzzed "An expression"
    \param i 7
    \param d 2.5
    \param t 'text'
    \param l [1, 'b', NULL]
    \param n NULL
    \variant buggy

    """#
}
