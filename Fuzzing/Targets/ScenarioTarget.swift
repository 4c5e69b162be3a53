import ContendLanguage
import ContendModel
import ContendReport

extension FuzzTarget {
  /// Scenario files, and the same text as a pgbench script.
  package static let scenario = FuzzTarget("scenario") { text in
    let scenario = ScenarioParser.parse(text: text, file: file) { path in
      path.hasSuffix(".sql") ? "CREATE TABLE included (id int);\n" : text
    }
    let script = ScenarioParser.parsePgbench(script: text, setup: nil, file: file)
    return violations(scenario, of: text) + violations(script, of: text)
      + violations(ScenarioParser.withSemicolons(pgbench: text), script: script)
  }

  private static let file = "fuzzed.race.sql"
  private static let mostDiagnostics = 101

  private static func violations(_ result: ParseResult, of text: String) -> [String] {
    var found: [String] = []
    if (result.scenario == nil) != result.diagnostics.contains(where: { $0.severity == .error }) {
      found.append("a scenario and errors, or neither")
    }
    if result.diagnostics.count > mostDiagnostics { found.append("\(result.diagnostics.count) diagnostics") }
    let lines = text.unicodeScalars.count { $0 == "\n" } + 1
    for place in result.diagnostics.map(\.location) where place.file == file {
      if !(1...lines).contains(place.line) || place.column < 1 { found.append("\(place) is not in the text") }
    }
    let report = DiagnosticsReport(result.diagnostics).text(style: .plain, width: 80)
    found += OutputCheck.steering(report).map { "the diagnostics hold \($0)" }
    if let scenario = result.scenario {
      _ = ScenarioOutline(scenario, path: file, argument: file)
    }
    return found
  }

  /// A script that can be run is still one, and needs no more semicolons, once it has them.
  private static func violations(_ text: String, script: ParseResult) -> [String] {
    guard script.scenario != nil else { return [] }
    return ScenarioParser.withSemicolons(pgbench: text) == text ? [] : ["a second pass adds semicolons"]
  }
}
