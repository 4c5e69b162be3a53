import ContendLanguage
import ContendModel

extension ScenarioFile {
  /// Reads a plain pgbench script as a scenario of one variant, `buggy`, without invariants.
  ///
  /// - Parameters:
  ///   - setup: the path of an SQL file that makes the tables.
  ///   - parameters: variables that the script reads and does not set, as pgbench's `-D` gives them.
  package static func pgbench(
    _ path: String, setup: String?, parameters: [(name: String, value: String)]
  ) throws(ScenarioFault) -> ScenarioFile {
    let text = try read(path)
    var setupText: String?
    if let setup { setupText = try read(setup) }
    let values = Dictionary(parameters.map { ($0.name, Value(pgbenchVariable: $0.value)) }) { $1 }
    let result = ScenarioParser.parsePgbench(script: text, setup: setupText, file: path, parameters: values)
    guard let scenario = result.scenario else { throw .invalid(result.diagnostics) }
    let known = scenario.parameters.map { scenario.symbols[$0.variable] }
    if let unknown = values.keys.sorted().first(where: { !known.contains($0) }) {
      throw .noParameter(unknown, known: known)
    }
    return ScenarioFile(scenario: scenario, path: path, text: text, warnings: result.diagnostics)
  }
}

extension Value {
  /// A number where the text is one, as pgbench sees it.
  fileprivate init(pgbenchVariable text: String) {
    if let integer = Int64(text) {
      self = .integer(integer)
    } else if Double(text) != nil {
      self = Value(text: text, type: .numeric)
    } else {
      self = .string(text)
    }
  }
}
