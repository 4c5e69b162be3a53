import ContendModel

/// What the `\bind`, `\gset` and `\aset` after a statement say about it.
struct StatementDraft {
  let text: StatementText
  let source: SourceText
  var bound: [Expression]?
  var result = ResultUse.discard

  /// Takes `\bind v1 v2 …`.
  mutating func bind(_ arguments: inout Arguments, _ builder: ScenarioBuilder) throws(Diagnostic) {
    guard bound == nil else { throw twice(arguments) }
    var values: [Expression] = []
    while let next = arguments.peek(), next != UInt8(ascii: ";") {
      values.append(try builder.operand(&arguments))
      _ = arguments.take(symbol: ",")
    }
    try finish(&arguments)
    guard values.count <= 65_535 else {
      throw arguments.error("PostgreSQL takes at most 65535 parameters", at: arguments.location)
    }
    bound = values
  }

  /// Takes `\gset [prefix]` or `\aset [prefix]`.
  mutating func keep(
    _ arguments: inout Arguments, _ builder: ScenarioBuilder, as use: (String) -> ResultUse
  ) throws(Diagnostic) {
    guard result == .discard else { throw twice(arguments) }
    guard Place.program.contains(builder.place) else {
      throw Diagnostic(
        .error, at: arguments.location, "'\\\(arguments.name)' cannot stand in \(builder.place.description)",
        hint: "it belongs in \(Place.body.description); end this statement with ';'")
    }
    var prefix = ""
    if let next = arguments.peek(), next != UInt8(ascii: ";") { prefix = try arguments.variableName().text }
    try finish(&arguments)
    result = use(prefix)
    warnOfNoRow(arguments, builder)
    declareColumns(prefix, at: arguments.location, builder)
  }

  func declareColumns(_ prefix: String, at location: SourceLocation, _ builder: ScenarioBuilder) {
    let columns = ResultColumns(of: text, in: source)
    for column in columns.names {
      let name = prefix + column
      if Symbols.builtIn.contains(name) {
        builder.log.warning(
          "column '\(name)' overwrites the built-in ':\(name)'", at: location,
          hint: "name the column otherwise with AS, or give '\\gset' a prefix")
      }
      builder.write(name, at: location)
    }
    if columns.isOpen { builder.uses.openPrefixes[builder.scope, default: []].insert(prefix) }
  }

  /// A warning only, because a rule on the table may return rows all the same.
  private func warnOfNoRow(_ arguments: Arguments, _ builder: ScenarioBuilder) {
    guard let verb = StatementHead(text, in: source).writeWithoutRows else { return }
    builder.log.warning(
      "'\\\(arguments.name)' keeps nothing: this \(verb) returns no row", at: arguments.location,
      hint: "add RETURNING and the columns to keep, or end it with ';'")
  }

  private func finish(_ arguments: inout Arguments) throws(Diagnostic) {
    _ = arguments.take(symbol: ";")
    try arguments.finish()
  }

  private func twice(_ arguments: Arguments) -> Diagnostic {
    Diagnostic(
      .error, at: arguments.location, "'\\\(arguments.name)' is one too many for this statement",
      hint: "a statement takes one '\\bind' and one of '\\gset' and '\\aset'")
  }
}
