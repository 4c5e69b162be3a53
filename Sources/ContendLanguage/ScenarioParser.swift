package import ContendModel

/// What became of a scenario's text.
package struct ParseResult: Hashable, Sendable {
  /// Nil exactly where there are errors.
  package var scenario: Scenario?
  /// Errors and warnings, by place in the file.
  package var diagnostics: [Diagnostic]

  package init(scenario: Scenario?, diagnostics: [Diagnostic]) {
    self.scenario = scenario
    self.diagnostics = diagnostics
  }
}

/// Reads scenario files.
package enum ScenarioParser {
  /// Bytes of one file.
  static let sizeLimit = 1 << 20

  /// Reads a `.race.sql` file; every mistake in it is reported, not only the first.
  ///
  /// - Parameters:
  ///   - file: its name, for locations.
  ///   - programs: bodies in Swift, for variants that the text need not mention.
  ///   - include: returns the text of a file by its path relative to the scenario's folder.
  package static func parse(
    text: String, file: String, programs: [GivenProgram] = [], include: (String) throws -> String
  ) -> ParseResult {
    withoutActuallyEscaping(include) { include in
      let log = DiagnosticLog()
      guard let source = source(text, file: file, log: log) else { return result(nil, log) }
      let builder = ScenarioBuilder(file: file, log: log, include: include)
      builder.build(FileLexer.items(of: source, log: log), of: source)
      builder.add(programs)
      return result(builder.finish(), log)
    }
  }

  /// What a statement does to the transaction.
  package static func kind(of statement: String) -> StatementKind {
    let source = SourceText(statement, file: "")
    for case .statement(let text) in FileLexer.items(of: source, log: DiagnosticLog(), isLenient: true) {
      return StatementHead(text, in: source).kind
    }
    return .other
  }

  static func source(_ text: String, file: String, log: DiagnosticLog) -> SourceText? {
    let start = SourceLocation(file: file, line: 1, column: 1)
    guard text.utf8.count <= sizeLimit else {
      log.error("the file is too large", at: start, hint: "a scenario has at most 1 MiB")
      return nil
    }
    let source = SourceText(text, file: file)
    log.add(source: source)
    if let zero = source.bytes.firstIndex(of: 0) {
      log.error("the file holds a zero byte, which no SQL can", at: source.location(at: zero))
      return nil
    }
    return source
  }

  static func result(_ scenario: Scenario?, _ log: DiagnosticLog) -> ParseResult {
    ParseResult(scenario: log.hasErrors ? nil : scenario, diagnostics: log.sorted)
  }
}
