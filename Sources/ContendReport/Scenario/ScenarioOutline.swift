package import ContendModel

/// A scenario explained to a person: what goes wrong, who runs what, what counts as a failure.
package struct ScenarioOutline: Sendable {
  private let scenario: Scenario
  private let path: String
  private let argument: String

  /// - Parameter argument: what names the scenario on the command line.
  package init(_ scenario: Scenario, path: String, argument: String) {
    self.argument = argument
    self.scenario = scenario
    self.path = path
  }

  package func text(style: Style, width: Int) -> String {
    let blocks = [header, [values], load, variants(width), judging].map { lines in
      lines.flatMap { wrapped($0, width) }
    }
    return style.paint(Array(blocks.filter { !$0.isEmpty }.joined(separator: [StyledText()])))
  }

  private func wrapped(_ line: (label: String, text: String)?, _ width: Int) -> [StyledText] {
    guard let line else { return [] }
    let label = StyledText(line.label.padded(to: 12), .faint)
    return Layout.hanging(label, StyledText(line.text), width: width)
  }

  private typealias Line = (label: String, text: String)?

  private var header: [Line] {
    let symptom = scenario.symptom.map { symptom in
      [symptom.sqlState.map { "SQLSTATE \($0)" }, symptom.message, symptom.frame.map { "at \($0)" }]
        .compactMap(\.self).joined(separator: ", ")
    }
    return [
      ("scenario", "\(scenario.name): \(scenario.title)"), ("file", path),
      symptom.map { ("symptom", $0) },
      scenario.expectedClass.map {
        ("class", "\($0.rawValue), which the buggy variant must be classified as")
      },
    ]
  }

  private var values: Line {
    let names = scenario.symbols
    let parameters = scenario.parameters.map { "\(names[$0.variable]) = \($0.value.text ?? "NULL")" }
    let draws = scenario.draws.map { "\(names[$0.variable]) drawn for every call" }
    let all = parameters + draws
    return all.isEmpty ? nil : ("values", all.joined(separator: "; "))
  }

  private var load: [Line] {
    let stress = scenario.load
    let scope = scenario.exploreScope
    let rate = stress.rate.map { ", \($0) arrivals per second" } ?? ""
    let overrides = scope.parameters.map { "\(scenario.symbols[$0.key]) = \($0.value.text ?? "NULL")" }
      .sorted()
    let with = overrides.isEmpty ? "" : ", with \(overrides.joined(separator: ", "))"
    let conditions = scenario.conditions.outline(beside: Conditions(), scenario.symbols)
    return [
      (
        "stress",
        "rounds of \(Figures.plural(stress.clients, "client")) × \(Figures.plural(stress.calls, "call"))\(rate)"
      ),
      (
        "explore",
        "every interleaving of \(Figures.plural(scope.clients, "client")) × \(Figures.plural(scope.calls, "call"))\(with)"
      ),
      conditions.isEmpty ? nil : ("conditions", conditions.joined(separator: "; ")),
    ]
  }

  private func variants(_ width: Int) -> [Line] {
    scenario.variants.flatMap { variant -> [Line] in
      let title = variant.title.isEmpty ? "" : ": \(variant.title)"
      let expected =
        variant.kind == .fix
        ? " (expected: \(variant.expected.map(\.description).joined(separator: " or "))"
          + (variant.expectedClass.map { ", failing with \($0.rawValue)" } ?? "") + ")" : ""
      let label = variant.kind == .fix ? "fix" : "variant"
      return [(label, "\(variant.name)\(title)\(expected)")]
        + variant.roles.map { ("", outline($0, of: variant)) }
        + VariantOutline(variant, in: scenario).lines.map { ("", $0) }
    }
  }

  private func outline(_ role: Role, of variant: Variant) -> String {
    let shape = BodyShape(role.body)
    let clients = role.isFixed ? ", always \(Figures.plural(role.clients, "client"))" : ""
    let who = variant.roles.count > 1 ? "\(role.name)\(clients): " : ""
    return who + ([Figures.plural(shape.statements, "statement")] + shape.features).joined(separator: ", ")
  }

  private var judging: [Line] {
    let rules = scenario.judging
    let invariants = scenario.invariants.map { Line(("invariant", "\($0.name): \($0.title)")) }
    let never =
      rules.never.isEmpty ? nil : Line(("never", rules.never.map(\.description).joined(separator: ", ")))
    let allow =
      rules.allow.isEmpty ? nil : Line(("allowed", rules.allow.map(\.description).joined(separator: ", ")))
    let oracle: Line = SerialUnits(rules.atomicity, isStrict: rules.isStrict).outline.map { ("oracle", $0) }
    return invariants + [never ?? nil, allow ?? nil]
      + rules.thresholds.map { ("threshold", $0.written) } + [oracle]
      + [("next", "contend prove \(argument)")]
  }
}

/// What a body is made of, as far as one line can say.
private struct BodyShape {
  private(set) var statements = 0
  private(set) var features: [String] = []

  init(_ steps: [Step]) { visit(steps) }

  private mutating func visit(_ steps: [Step]) {
    for step in steps { visit(step) }
  }

  private mutating func visit(_ step: Step) {
    switch step.action {
    case .statement(let statement):
      statements += 1
      for level in statement.isolationLevels { note("at \(level.rawValue)") }
    case .branch(let branches, let otherwise):
      for branch in branches { visit(branch.body) }
      visit(otherwise)
    case .forEach(_, _, let body):
      note("some repeated for each element of a list")
      visit(body)
    case .loop(_, _, let body):
      note("some repeated while a condition holds")
      visit(body)
    case .attempt(_, let body, let handler):
      note("errors handled")
      visit(body)
      visit(handler)
    case .retry(let policy, let body):
      note("up to \(policy.maxAttempts) attempts")
      visit(body)
    case .swift: note("a program in Swift")
    case .end(.rejected(let reason)): note("may reject \(reason)")
    case .end(.failed(let reason)): note("may fail with \(reason)")
    default: break
    }
  }

  private mutating func note(_ feature: String) {
    if !features.contains(feature) { features.append(feature) }
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
