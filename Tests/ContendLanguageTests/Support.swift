import ContendModel
import Testing

@testable import ContendLanguage

/// A scenario that is right, with room for one part of it to be wrong.
enum Sample {
  static let header = "\\scenario sample \"A sample\""
  static let buggy = "\\variant buggy\nSELECT 1;"

  /// The header's further lines begin at line 2.
  static func withHeader(_ lines: String) -> String { "\(header)\n\(lines)\n\(buggy)\n" }

  /// The body begins at line 3.
  static func withBody(_ lines: String) -> String { "\(header)\n\\variant buggy\n\(lines)\n" }

  /// What follows the buggy variant begins at line 4.
  static func withSection(_ lines: String) -> String { "\(header)\n\(buggy)\n\(lines)\n" }
}

func parse(_ text: String, including files: [String: String] = [:]) -> ParseResult {
  ScenarioParser.parse(text: text, file: "sample.race.sql") { path in
    guard let text = files[path] else { throw MissingFile() }
    return text
  }
}

struct MissingFile: Error, CustomStringConvertible {
  var description: String { "no such file" }
}

/// The scenario of a text that has to be right.
func scenario(_ text: String, including files: [String: String] = [:]) throws -> Scenario {
  let result = parse(text, including: files)
  guard let scenario = result.scenario else { throw Mistakes(diagnostics: result.diagnostics) }
  return scenario
}

struct Mistakes: Error, CustomStringConvertible {
  let diagnostics: [Diagnostic]
  var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}

/// `line:column: severity: message`, one for each diagnostic.
func report(_ text: String, including files: [String: String] = [:]) -> [String] {
  parse(text, including: files).diagnostics.map(\.short)
}

extension Diagnostic {
  /// Without the file's name where it is the scenario's own.
  var short: String { location.file == "sample.race.sql" ? place : "\(location.file) \(place)" }

  private var place: String { "\(location.line):\(location.column): \(severity.rawValue): \(message)" }
}

/// The body of the buggy variant's only role.
func body(_ lines: String, header: String = "") throws -> [Step] {
  let text = "\(Sample.header)\n\(header)\n\\variant buggy\n\(lines)\n"
  return try scenario(text).buggy?.roles.first?.body ?? []
}

/// The statements of a body, in order.
func statements(_ lines: String, header: String = "") throws -> [Statement] {
  try body(lines, header: header).compactMap { step in
    if case .statement(let statement) = step.action { statement } else { nil }
  }
}

/// The text of each statement that has no spliced values.
func texts(_ lines: String, header: String = "") throws -> [String] {
  try statements(lines, header: header).map { statement in
    if case .fixed(let sql) = statement.sql { sql } else { "spliced" }
  }
}

/// A part of a scenario that is wrong, and what is reported about it; `⏎` stands for a line end.
struct Mistake: Sendable, CustomTestStringConvertible {
  let text: String
  let reported: [String]

  init(_ text: String, _ reported: String...) {
    let lines = text.split(separator: "⏎", omittingEmptySubsequences: false).map { line in
      line.drop { $0 == " " }.trimmingSuffix(while: { $0 == " " })
    }
    self.text = lines.joined(separator: "\n")
    self.reported = reported
  }

  var testDescription: String { text }
}

extension Substring {
  fileprivate func trimmingSuffix(while belongs: (Character) -> Bool) -> Substring {
    var rest = self
    while let last = rest.last, belongs(last) { rest.removeLast() }
    return rest
  }
}

/// What `\include` finds.
let includedFiles = [
  "tables.sql": "CREATE TABLE t (id int);\nINSERT INTO t VALUES (1);\n",
  "directive.sql": "SELECT 1;\n\\set x 1",
  "mistake.sql": "SELECT 1;\nSELECT 'a;",
]

/// Each diagnostic, followed by its hint where it has one.
func reportWithHints(_ text: String) -> [String] {
  parse(text, including: includedFiles).diagnostics.flatMap { diagnostic in
    [diagnostic.short] + (diagnostic.hint.map { ["hint: \($0)"] } ?? [])
  }
}
