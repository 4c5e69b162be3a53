package import ContendModel

extension ScenarioParser {
  /// Meta-commands of pgbench that a script can use here.
  private static let pgbenchCommands: Set<String> = [
    "set", "sleep", "if", "elif", "else", "endif", "gset", "aset",
  ]

  /// Values that pgbench gives every script, where it does not set them itself.
  private static let pgbenchVariables: [(name: String, value: Value)] = [
    ("scale", .integer(1)), ("random_seed", .integer(0)), ("default_seed", .integer(0)),
  ]

  /// Reads a plain pgbench script as the body of a scenario's `buggy` variant.
  ///
  /// - Parameters:
  ///   - setup: SQL that makes the tables, if any.
  ///   - parameters: values of variables that the script reads and does not set (pgbench's `-D`).
  package static func parsePgbench(
    script: String, setup: String?, file: String, parameters: [String: Value] = [:]
  ) -> ParseResult {
    let log = DiagnosticLog()
    guard let source = source(script, file: file, log: log) else { return result(nil, log) }
    let builder = ScenarioBuilder(file: file, log: log) { _ in "" }
    builder.scenario.isPgbench = true
    builder.scenario.judging.atomicity = .none
    builder.hasName = true
    builder.scenario.name = baseName(of: file)
    builder.scenario.title = "pgbench script \(file)"
    if let setup { readSetup(setup, builder) }
    builder.begin(.setup)
    builder.beginVariant(.buggy, name: "buggy", at: builder.scenario.location, word: nil)
    builder.build(permitted(FileLexer.items(of: source, log: log, isLenient: true), source, log), of: source)
    declareVariables(parameters, builder)
    return result(builder.finish(), log)
  }

  /// The script with a semicolon after every statement that pgbench ends without one, at a command or at
  /// the end of the file; a scenario file wants them.
  package static func withSemicolons(pgbench script: String) -> String {
    let source = SourceText(script, file: "")
    var text = source.bytes
    let ends = FileLexer.items(of: source, log: DiagnosticLog(), isLenient: true).compactMap { item -> Int? in
      guard case .statement(let statement) = item, statement.suffixes.isEmpty, !statement.isBroken else {
        return nil
      }
      return statement.tokens.last?.range.upperBound
    }
    for end in ends.reversed() where !Comment.isFollowed(by: UInt8(ascii: ";"), end, in: source) {
      text.insert(UInt8(ascii: ";"), at: end)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func baseName(of file: String) -> String {
    let last = file.split(separator: "/").last ?? "script"
    return String(last.prefix { $0 != "." })
  }

  private static func readSetup(_ text: String, _ builder: ScenarioBuilder) {
    let log = builder.log
    guard let source = source(text, file: "setup", log: log) else { return }
    builder.begin(.setup)
    let items = FileLexer.items(of: source, log: log, isLenient: true).filter { item in
      guard case .directive(let line) = item else { return true }
      log.error(
        "'\\\(line.name)' cannot stand in the setup of a pgbench script", at: source.location(at: line.start),
        hint: "the setup holds SQL only")
      return false
    }
    builder.build(items, of: source)
  }

  private static func permitted(_ items: [Item], _ source: SourceText, _ log: DiagnosticLog) -> [Item] {
    items.filter { item in
      guard case .directive(let line) = item, !pgbenchCommands.contains(line.name) else { return true }
      // Nothing can end a mistake's block, so that one message stands for it.
      let hint =
        ForeignDirective.advice(for: line.name)
        ?? Suggestion.hint(for: line.name, among: pgbenchCommands.sorted(), prefix: "\\")
      log.error(
        "'\\\(line.name)' is not supported in pgbench scripts", at: source.location(at: line.start),
        hint: hint)
      return false
    }
  }

  /// What the script reads and nobody sets becomes a parameter where a value for it is known.
  private static func declareVariables(_ given: [String: Value], _ builder: ScenarioBuilder) {
    let read = Set(builder.uses.reads.map(\.variable))
    let written = Set(builder.uses.writes.map(\.variable))
    var values = Dictionary(uniqueKeysWithValues: pgbenchVariables.map { ($0.name, $0.value) })
    values.merge(given) { $1 }
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      guard let variable = builder.scenario.symbols.find(name), read.contains(variable),
        given[name] != nil || !written.contains(variable)
      else { continue }
      builder.scenario.parameters.append(
        Parameter(variable: variable, value: value, location: builder.scenario.location))
    }
  }
}
