import ContendModel

/// Counterexamples as SARIF 2.1.0, whose code flows show an interleaving step by step.
///
/// A result is an error where the run demanded that the variant does not fail, and a note where the failure was
/// expected, as that of the control.
package struct SARIFReport: Hashable, Sendable {
  package var list: ResultList

  package init(_ list: ResultList) { self.list = list }

  package var text: String {
    JSONPrinter().text(
      .object([
        "$schema": .string("https://json.schemastore.org/sarif-2.1.0.json"), "version": .string("2.1.0"),
        "runs": .array([run]),
      ]))
  }

  private var findings: [SARIFFinding] {
    list.documents.flatMap { document in
      document.cases.compactMap { SARIFFinding($0, in: document) }
    }
  }

  private var run: JSONNode {
    let findings = findings
    let rules = findings.map(\.rule).reduce(into: [SARIFRule]()) { known, rule in
      if !known.contains(where: { $0.id == rule.id }) { known.append(rule) }
    }
    return .object([
      "tool": .object([
        "driver": .object([
          "name": .string("Contend"), "version": list.documents.first.map { .string($0.contend) },
          "rules": .array(rules.map(\.node)),
        ])
      ]),
      "invocations": .array([
        .object([
          "executionSuccessful": .boolean(list.unrunnable.isEmpty && !list.isInterrupted),
          "exitCode": .integer(Int(list.exitCode)),
          "toolExecutionNotifications": .array(list.unrunnable.map(notification)),
        ])
      ]),
      "columnKind": .string("unicodeCodePoints"),
      "results": .array(
        findings.map { finding in finding.node(rule: rules.firstIndex { $0.id == finding.rule.id } ?? 0) }),
    ])
  }

  private func notification(_ scenario: UnrunnableScenario) -> JSONNode {
    let location =
      scenario.diagnostics.first?.location ?? SourceLocation(file: scenario.file, line: 1, column: 1)
    return .object([
      "level": .string("error"),
      "message": .message("\(scenario.name) could not be run: \(scenario.reason)"),
      "locations": .array([.location(location)]),
    ])
  }
}

/// A class of anomalies, as a scanner's rule.
struct SARIFRule: Hashable {
  let id: String
  let name: String

  /// Of a failure that was not classified.
  static let unclassified = SARIFRule(id: "unclassified", name: "a failure of no known class")

  var node: JSONNode { .object(["id": .string(id), "shortDescription": .message(name)]) }
}

/// A counterexample of one variant.
struct SARIFFinding {
  private let document: ResultDocument
  private let variant: VariantCase
  private let example: CounterexampleSection
  let rule: SARIFRule

  /// Nil without a counterexample.
  init?(_ variant: VariantCase, in document: ResultDocument) {
    guard let example = variant.example, example.failure != nil || example.kind != nil else { return nil }
    self.document = document
    self.variant = variant
    self.example = example
    rule =
      variant.anomaly.map { SARIFRule(id: $0.anomalyClass.rawValue, name: Words.name($0)) } ?? .unclassified
  }

  func node(rule index: Int) -> JSONNode {
    let place = variant.location ?? SourceLocation(file: document.scenario.file, line: 1, column: 1)
    let name = "\(document.scenario.name) / \(variant.variant)"
    let reason = example.failure.map { ": \($0)" } ?? ""
    return .object([
      "ruleId": .string(rule.id), "ruleIndex": .integer(index),
      "level": .string(isExpected ? "note" : "error"),
      "message": .message("\(name): \(variant.headline)\(reason)\n\(variant.command)"),
      "locations": .array([.location(place)]),
      "codeFlows": .array([.object(["threadFlows": .array(threadFlows)])]),
      "partialFingerprints": .object(["contendVariant/v1": .string("\(name) / \(rule.id)")]),
    ])
  }

  /// The control is there to fail, and a fix may be wrong on purpose.
  private var isExpected: Bool { document.command == .prove && variant.passes }

  private var threadFlows: [JSONNode] {
    let steps = Array(example.steps.enumerated())
    return example.clients.enumerated().compactMap { index, name in
      let own = steps.filter { $0.element.client == index + 1 }
      guard !own.isEmpty else { return nil }
      return .object([
        "id": .string("\(index + 1)"), "message": .message(name),
        "locations": .array(own.map { location(of: $0.element, order: $0.offset + 1) }),
      ])
    }
  }

  private func location(of step: StepSection, order: Int) -> JSONNode {
    .object([
      "executionOrder": .integer(order),
      "location": .location(step.location, message: sentence(step)),
      "importance": .string(step.error == nil && !step.blocked ? "important" : "essential"),
    ])
  }

  private func sentence(_ step: StepSection) -> String {
    var text = SafeText.collapsed(step.sql)
    let values = step.values.enumerated().map { "$\($0.offset + 1) = \($0.element)" }
    if !values.isEmpty { text += " (\(values.joined(separator: ", ")))" }
    if let rows = step.rows {
      let shown = rows.rows.prefix(Self.shownRows).map { row in
        zip(rows.columns, row).map { "\($0) = \($1 ?? "NULL")" }.joined(separator: ", ")
      }
      text += " → " + (shown.isEmpty ? "no row" : shown.joined(separator: "; "))
    }
    if step.blocked {
      let clients = step.blockedBy.map { "client \($0)" }
      text += " · waits" + (clients.isEmpty ? "" : " for \(Words.list(clients))")
    }
    if let error = step.error { text += " · \(error.sqlState): \(error.message)" }
    if let outcome = step.outcome { text += " · the call ends: \(outcome)" }
    return text
  }

  private static let shownRows = 3
}
