import ContendModel

/// Whether every variable that is read has a value where it is read, and is read where it has one.
struct VariableCheck {
  private let builder: ScenarioBuilder
  private let parameters: Set<Variable>
  /// Number of the draw.
  private let draws: [Variable: Int]
  private let written: [Scope: Set<Variable>]
  private let writers: [Variable: [VariableUses.Use]]

  private var symbols: Symbols { builder.scenario.symbols }
  private var log: DiagnosticLog { builder.log }

  init(_ builder: ScenarioBuilder) {
    self.builder = builder
    parameters = Set(builder.scenario.parameters.map(\.variable)).union(Self.misdeclared(in: builder))
    draws = Dictionary(
      builder.scenario.draws.enumerated().map { ($1.variable, $0) }, uniquingKeysWith: { first, _ in first })
    var written: [Scope: Set<Variable>] = [:]
    for use in builder.uses.writes { written[use.scope, default: []].insert(use.variable) }
    self.written = written
    writers = Dictionary(grouping: builder.uses.writes, by: \.variable)
  }

  /// Names whose own directive is wrong: one mistake, not one more for every reader.
  private static func misdeclared(in builder: ScenarioBuilder) -> [Variable] {
    let draws = Set(builder.scenario.draws.map(\.variable))
    return builder.marks.declared.keys.compactMap(builder.scenario.symbols.find).filter {
      !draws.contains($0)
    }
  }

  func checkReads() {
    struct Place: Hashable {
      let variable: Variable
      let scope: Scope
    }
    var seen: Set<Place> = []
    for use in builder.uses.reads where seen.insert(Place(variable: use.variable, scope: use.scope)).inserted
    {
      check(use)
    }
  }

  private func check(_ use: VariableUses.Use) {
    let name = symbols[use.variable]
    // A header's constants take no variable at all, and that has been said.
    if use.scope.kind == .header || isVisible(use.variable, in: use.scope) { return }
    if use.variable.index < Symbols.builtIn.count {
      log.error(
        "':\(name)' has no value in \(use.scope.label)", at: use.location,
        hint: builtInHint(use.scope))
    } else if let number = draws[use.variable] {
      reportDraw(number, use, name)
    } else if let writer = writers[use.variable]?.first {
      log.error(
        "':\(name)' is set only in \(writer.scope.label), not in \(use.scope.label)", at: use.location,
        hint: unkeptHint(name, use)
          ?? "a value that all of them need is a '\\param'; what a call has found out is its own")
    } else {
      log.error(
        "unknown variable ':\(name)'", at: use.location,
        hint: unkeptHint(name, use) ?? unknownHint(name, use.scope))
    }
  }

  /// The `\gset` that was forgotten.
  private func unkeptHint(_ name: String, _ use: VariableUses.Use) -> String? {
    guard let giver = builder.uses.unkept[use.scope]?[name],
      (giver.end.line, giver.end.column) < (use.location.line, use.location.column)
    else { return nil }
    return "end the statement of line \(giver.start.line) with '\\gset' instead of ';' to keep it"
  }

  private func isVisible(_ variable: Variable, in scope: Scope) -> Bool {
    if parameters.contains(variable) || written[scope]?.contains(variable) == true { return true }
    let name = symbols[variable]
    if builder.uses.openPrefixes[scope]?.contains(where: { name.hasPrefix($0) }) == true { return true }
    let isBuiltIn = variable.index < Symbols.builtIn.count
    switch scope.kind {
    case .body: return isBuiltIn || draws[variable] != nil
    case .finally: return isBuiltIn && variable.index <= Variable.attempt.index
    case .draw(let number):
      return isBuiltIn
        ? variable.index > Variable.attempt.index : draws[variable].map { $0 < number } ?? false
    case .header, .setup, .migration, .invariant: return false
    }
  }

  private func reportDraw(_ number: Int, _ use: VariableUses.Use, _ name: String) {
    if case .draw = use.scope.kind {
      log.error(
        "':\(name)' is drawn later than \(use.scope.label)", at: use.location,
        hint: "put '\\draw \(name)' before it")
      return
    }
    log.error(
      "':\(name)' is drawn for every call and has no value in \(use.scope.label)", at: use.location,
      hint: "read it from 'calls': vars->>'\(name)'")
  }

  private func builtInHint(_ scope: Scope) -> String {
    if case .draw = scope.kind { return "a draw knows :role, :client, :client_id, :name and :call" }
    return "it belongs to a call; read it from 'calls'"
  }

  private func unknownHint(_ name: String, _ scope: Scope) -> String {
    let visible = symbols.names.indices.map(Variable.init(index:)).filter { variable in
      isVisible(variable, in: scope) && (writers[variable] != nil || !isUndeclared(variable))
    }
    let nearest = Suggestion.nearest(to: name, among: visible.map { symbols[$0] })
    return nearest.map { "did you mean ':\($0)'?" } ?? "set it with '\\param', '\\draw', '\\set' or '\\gset'"
  }

  private func isUndeclared(_ variable: Variable) -> Bool {
    variable.index >= Symbols.builtIn.count && !parameters.contains(variable) && draws[variable] == nil
  }

  // MARK: What nobody reads

  func checkUnread() {
    guard !builder.scenario.isPgbench, !builder.hasPrograms else { return }
    let read = Set(builder.uses.reads.map(\.variable))
    let words = builder.marks.judgingWords
    func isRead(_ variable: Variable) -> Bool {
      read.contains(variable) || words.contains(Substring(symbols[variable]))
    }
    for parameter in builder.scenario.parameters where !isRead(parameter.variable) {
      warnUnread("param", parameter.variable, at: parameter.location)
    }
    for draw in builder.scenario.draws where !isRead(draw.variable) {
      warnUnread("draw", draw.variable, at: draw.location)
    }
  }

  private func warnUnread(_ directive: String, _ variable: Variable, at location: SourceLocation) {
    log.warning(
      "nothing reads ':\(symbols[variable])'", at: location, hint: "use it, or take the '\\\(directive)' out")
  }

  func checkSlices() {
    for slice in builder.marks.slices {
      guard let variable = symbols.find(slice.text), !isUndeclared(variable) || writers[variable] != nil
      else { continue }
      log.warning(
        "':\(slice.text)' is part of an array slice here, not the variable", at: slice.location,
        hint: "write '(:\(slice.text))' for the variable")
    }
  }
}
