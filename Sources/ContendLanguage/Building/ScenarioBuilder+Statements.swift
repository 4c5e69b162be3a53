import ContendModel

/// Statements: from the tokens of the file to what is sent.
extension ScenarioBuilder {
  func build(_ text: StatementText, of source: SourceText) {
    guard let first = text.tokens.first else { return }
    let location = source.location(at: first.range.lowerBound)
    if case .header = place {
      reportStrayStatement(at: location)
      return
    }
    let statement = recovering(nil as Statement?) { () throws(Diagnostic) in
      try self.statement(text, of: source, at: location)
    }
    guard let statement else { return }
    if case .finally = place { noteJudging(text, of: source) }
    switch place {
    case .header: break
    case .setup: scenario.setup.append(statement)
    case .migration: bodies[bodies.count - 1].statements.append(statement)
    case .body, .finally: add(.statement(statement), at: location)
    case .invariant: addToInvariant(statement, text: text, of: source)
    }
  }

  private func statement(
    _ text: StatementText, of source: SourceText, at location: SourceLocation
  ) throws(Diagnostic) -> Statement? {
    let shape = StatementHead(text, in: source)
    var draft = StatementDraft(text: text, source: source)
    // Suffixes first: what they set is set, whatever else is wrong with the statement.
    let errors = log.errorCount
    for token in text.tokens where token.kind == .word || token.kind == .symbol {
      guard let slip = Typography.first(in: source, token.range, skipsQuotes: false) else { continue }
      throw slip
    }
    for line in text.suffixes { take(line, into: &draft, of: source) }
    if draft.result == .discard { noteUnkept(text, of: source, from: location) }
    if text.isBroken { uses.openPrefixes[scope, default: []].insert("") }
    try check(shape, at: location)
    var template = SQLTemplateBuilder(text, in: source)
    template.build { self.read($0, at: $1) }
    marks.slices += template.slices
    guard log.errorCount == errors else { return nil }
    let parameters = try parameters(of: template, draft, shape, at: location)
    return Statement(
      id: takeStatementID(), sql: template.sql, parameters: parameters, result: draft.result,
      kind: shape.kind, location: location)
  }

  private func noteUnkept(_ text: StatementText, of source: SourceText, from start: SourceLocation) {
    guard Place.program.contains(place), let last = text.tokens.last else { return }
    let unkept = VariableUses.Unkept(start: start, end: source.location(at: last.range.upperBound))
    for column in ResultColumns(of: text, in: source).names {
      uses.unkept[scope, default: [:]][column] = uses.unkept[scope]?[column] ?? unkept
    }
  }

  private func take(_ line: DirectiveLine, into draft: inout StatementDraft, of source: SourceText) {
    var arguments = Arguments(source: source, directive: line)
    do throws(Diagnostic) {
      switch line.name {
      case "bind": try draft.bind(&arguments, self)
      case "gset": try draft.keep(&arguments, self) { .gset(prefix: $0) }
      default: try draft.keep(&arguments, self) { .aset(prefix: $0) }
      }
    } catch {
      log.report(error)
    }
  }

  private func check(_ shape: StatementHead, at location: SourceLocation) throws(Diagnostic) {
    if shape.isCopyWithClient {
      throw Diagnostic(
        .error, at: location, "COPY from or to the client is not supported",
        hint: "insert the rows with INSERT, or COPY between the server's own files and tables")
    }
    if let next = shape.secondStatement {
      throw Diagnostic(
        .error, at: shape.source.location(at: next.range.lowerBound), "a statement begins within another one",
        hint: "end the one before it with ';'")
    }
    guard place != .body, place != .finally, let table = shape.createdTable else { return }
    let name = shape.source.text(table.range)
    guard name.lowercased() == "calls" || name == "\"calls\"" else { return }
    throw Diagnostic(
      .error, at: shape.source.location(at: table.range.lowerBound),
      "a table of a scenario cannot be named 'calls'",
      hint: "'calls' is what invariants read the outcomes of calls from; choose another name")
  }

  private func parameters(
    of template: SQLTemplateBuilder, _ draft: StatementDraft, _ shape: StatementHead,
    at location: SourceLocation
  ) throws(Diagnostic) -> [Expression] {
    if let bound = draft.bound {
      if let mixed = template.variables.first {
        throw Diagnostic(
          .error, at: mixed.location,
          "a statement with '\\bind' takes its values as $1, $2, …, not as variables",
          hint: "write $n here and the variable after '\\bind', or leave '\\bind' out")
      }
      guard template.highestParameter <= bound.count else {
        throw Diagnostic(
          .error, at: location,
          "the statement uses $\(template.highestParameter) but '\\bind' gives \(bound.count) value(s)",
          hint: "give a value for each of $1…$\(template.highestParameter)")
      }
      return bound
    }
    if let explicit = template.firstParameter, shape.ownsParameters || !template.variables.isEmpty {
      throw Diagnostic(
        .error, at: explicit, "this parameter has no value",
        hint: "give it one with '\\bind', or write ':name'")
    }
    if let variable = template.variables.first, !shape.takesParameters {
      throw Diagnostic(
        .error, at: variable.location, "PostgreSQL takes no parameter in this statement",
        hint:
          "write :'\(variable.text)' for a quoted literal or :\"\(variable.text)\" for a quoted identifier")
    }
    return template.parameters
  }

  private func addToInvariant(_ statement: Statement, text: StatementText, of source: SourceText) {
    guard var draft = invariant else { return }
    if let first = draft.query {
      log.error(
        "an invariant is exactly one query", at: statement.location,
        hint: "first defined at line \(first.location.line); make this an '\\invariant' of its own")
      return
    }
    if !StatementHead(text, in: source).reads {
      log.error(
        "an invariant is a query that returns the violating rows", at: statement.location,
        hint: "begin it with SELECT, WITH, VALUES or TABLE")
    }
    if statement.result != .discard, let line = text.suffixes.last {
      log.error(
        "'\\\(line.name)' cannot stand in an '\\invariant' section", at: source.location(at: line.start),
        hint: "end the query with ';'")
    }
    draft.query = statement
    invariant = draft
    marks.invariantTexts.append((statement, text, source))
    noteJudging(text, of: source)
  }

  private func noteJudging(_ text: StatementText, of source: SourceText) {
    guard let first = text.tokens.first, let last = text.tokens.last else { return }
    let words = source.text(first.range.lowerBound..<last.range.upperBound)
      .split { !($0.isLetter || $0.isNumber || $0 == "_") }
    marks.judgingWords.formUnion(words)
  }

  /// The invariant that was being read is complete, or it is a mistake.
  func closeInvariant() {
    guard let draft = invariant else { return }
    invariant = nil
    guard let query = draft.query else {
      if log.errorCount > errorsBefore { return }
      log.error(
        "invariant '\(draft.name)' has no query", at: draft.location,
        hint: "write a query that returns the violating rows")
      return
    }
    scenario.invariants.append(
      Invariant(name: draft.name, title: draft.title, query: query, location: draft.location))
  }
}
