import ContendModel

/// Results as JUnit XML, in the dialect of Jenkins' `junit-10.xsd`.
///
/// Beyond that schema, a case names its `file` and `line`, which other readers show. What was not shown is a failure
/// and never skipped: a gate that skips is green.
package struct JUnitReport: Hashable, Sendable {
  package var list: ResultList

  package init(_ list: ResultList) { self.list = list }

  package var text: String { MarkupWriter(.xml).document(root) }

  private var root: Markup {
    let cases = list.documents.flatMap(\.cases)
    let errors = list.unrunnable.count
    return .element(
      "testsuites",
      [
        "name": "contend", "tests": "\(cases.count + errors)",
        "failures": "\(cases.count { !$0.passes })", "errors": "\(errors)",
        "time": Self.time(of: list.documents),
      ],
      list.documents.map(suite) + list.unrunnable.map(suite))
  }

  private func suite(_ document: ResultDocument) -> Markup {
    let name = name(of: document.scenario.name, in: document.scenario.file)
    return .element(
      "testsuite",
      [
        "name": name, "tests": "\(document.cases.count)",
        "failures": "\(document.cases.count { !$0.passes })", "errors": "0", "skipped": "0",
        "time": Self.time(of: [document]), "file": document.scenario.file,
      ]
    ) {
      Markup.element("properties") {
        Self.property("seed", "\(document.seed)")
        Self.property("postgresql", document.server.version)
        Self.property("contend", document.contend)
      }
      document.cases.map { testCase($0, of: name, in: document) }
    }
  }

  private func testCase(_ variant: VariantCase, of suite: String, in document: ResultDocument) -> Markup {
    let location = variant.location
    return .element(
      "testcase",
      [
        "name": "\(suite) / \(variant.variant)", "classname": suite,
        "file": location?.file ?? document.scenario.file, "line": location.map { "\($0.line)" },
      ]
    ) {
      if variant.passes {
        Markup.element("system-out") { variant.headline + "." }
      } else {
        Markup.element("failure", ["type": variant.kind, "message": variant.headline]) { variant.story }
      }
    }
  }

  private func suite(_ scenario: UnrunnableScenario) -> Markup {
    let name = name(of: scenario.name, in: scenario.file)
    let location = scenario.diagnostics.first?.location
    return .element(
      "testsuite",
      ["name": name, "tests": "1", "failures": "0", "errors": "1", "skipped": "0", "file": scenario.file]
    ) {
      Markup.element(
        "testcase",
        [
          "name": "\(name) / run", "classname": name, "file": location?.file ?? scenario.file,
          "line": location.map { "\($0.line)" },
        ]
      ) {
        Markup.element("error", ["type": "exit \(scenario.exitCode)", "message": scenario.summary]) {
          scenario.reason
        }
      }
    }
  }

  /// The scenario's name; with its file where two have the same, because readers merge cases of one name.
  private func name(of scenario: String, in file: String) -> String {
    let names = list.documents.map(\.scenario.name) + list.unrunnable.map(\.name)
    return names.count { $0 == scenario } > 1 ? "\(scenario) (\(file))" : scenario
  }

  private static func property(_ name: String, _ value: String) -> Markup {
    .element("property", ["name": name, "value": value])
  }

  /// Seconds with three decimals: the schema knows no exponents, and nothing that is no number.
  private static func time(of documents: [ResultDocument]) -> String {
    // As JSON has it, so that a stored result gives the same text.
    let durations = documents.compactMap { $0.duration.isFinite ? Double(Figures.json($0.duration)) : nil }
    let milliseconds = Int((max(0, min(durations.reduce(0, +), 1e9)) * 1_000).rounded())
    let rest = "\(milliseconds % 1_000)"
    return "\(milliseconds / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}
