import ContendModel

/// Puts a scenario together, item by item; a class because every directive adds to it.
final class ScenarioBuilder {
  /// Which part of the file the next item belongs to.
  enum Section {
    case header
    case setup
    case variant(Int)
    case invariant
  }

  let log: DiagnosticLog
  /// Reads a file of the scenario's folder.
  let include: (String) throws -> String

  var scenario: Scenario
  var hasName = false
  var section = Section.header
  var variants: [VariantDraft] = []
  /// The invariant that is being read, until its query is there.
  var invariant: InvariantDraft?
  /// Bodies within the current section, innermost last: that of a role, then `\finally` in it.
  var bodies: [BodyDraft] = []
  var uses = VariableUses()
  /// Where things are that the model does not locate, for checks of the whole.
  var marks = Marks()
  /// Some bodies are written in Swift: what they read is not known.
  var hasPrograms = false
  /// Bytes of the included files so far.
  var includedSize = 0
  /// Set while an expression is read that has a scope of its own.
  var innerScope: Scope?
  private var nextStatement = 0
  /// Directives that were reported to stand in the wrong place: their other ends are not.
  var reportedOpeners: Set<String> = []
  /// Bodies by name, and the one that is being read.
  var namedBodies: [String: NamedBody] = [:]
  var openBody: (name: String, body: NamedBody)?
  /// The bodies that are being pasted, outermost first.
  var pasting: [String] = []
  var pasted = 0
  /// Errors when the section began.
  var errorsBefore = 0
  /// For a slip in the `\gset` after it.
  private var lastStatement: (text: StatementText, source: SourceText)?
  private var reportedStatement = false

  init(file: String, log: DiagnosticLog, include: @escaping (String) throws -> String) {
    self.log = log
    self.include = include
    let start = SourceLocation(file: file, line: 1, column: 1)
    scenario = Scenario(name: "", title: "", location: start)
  }

  /// Where directives stand that are allowed once, and parts that later checks point to.
  struct Marks {
    var once: [String: SourceLocation] = [:]
    /// Parameters and draws by name.
    var declared: [String: SourceLocation] = [:]
    var parameterKeys: [Arguments.Word] = []
    /// What `\pool size=` names.
    var poolParameters: [(variable: Variable, location: SourceLocation, isOfHeader: Bool)] = []
    var partition: Arguments.Word?
    var crashRole: Arguments.Word?
    /// `\explore clients=` is given.
    var saysExploredClients = false
    var slices: [Arguments.Word] = []
    /// Words of the SQL that may read `calls`, whose `vars` hold draws and parameters by name.
    var judgingWords: Set<Substring> = []
    var invariantTexts: [(query: Statement, text: StatementText, source: SourceText)] = []
  }

  func takeStatementID() -> Int {
    defer { nextStatement += 1 }
    return nextStatement
  }
}

// MARK: - Items

extension ScenarioBuilder {
  func build(_ items: [Item], of source: SourceText) {
    for item in items {
      if log.isFull { return }
      if takesIntoBody(item, of: source) { continue }
      switch item {
      case .directive(let line):
        build(line, of: source)
        lastStatement = nil
      case .statement(let text):
        build(text, of: source)
        lastStatement = (text, source)
      }
    }
  }

  private func build(_ line: DirectiveLine, of source: SourceText) {
    var arguments = Arguments(source: source, directive: line)
    let slip = Typography.first(in: source, line.start..<line.arguments.upperBound, skipsQuotes: true)
    if let slip, !["say", "scenario"].contains(line.name) {
      declareIntended(Suggestion.plain(line.name), arguments)
      log.report(slip)
      // Whatever it would have set is no further mistake.
      uses.openPrefixes[scope, default: []].insert("")
      return
    }
    guard let directive = Directive.named(line.name) else {
      reportUnknown(line, arguments)
      return
    }
    guard directive.places.contains(place) else {
      reportMisplaced(directive, at: arguments.location)
      return
    }
    do throws(Diagnostic) {
      try directive.parse(&arguments, self)
    } catch {
      log.report(error)
    }
  }

  /// Where the next item stands.
  var place: Place {
    switch bodies.last?.kind {
    case .migration: return .migration
    case .finally: return .finally
    case .role: return .body
    case nil: break
    }
    return switch section {
    case .header: .header
    case .setup: .setup
    case .variant: .body
    case .invariant: .invariant
    }
  }

  /// A new section begins: whatever is open ends here.
  func begin(_ next: Section) {
    closeBodies()
    closeInvariant()
    if let index = currentVariant { variants[index].hasMistakes = log.errorCount > errorsBefore }
    errorsBefore = log.errorCount
    reportedOpeners = []
    reportedStatement = false
    section = next
  }

  /// The directive stands once at most in the same part of the file.
  func once(_ arguments: Arguments, in part: String = "") throws(Diagnostic) {
    let key = "\(arguments.name) \(part)"
    if let first = marks.once[key] {
      throw Diagnostic(
        .error, at: arguments.location, "'\\\(arguments.name)' is given twice",
        hint: "first defined at line \(first.line); remove one of them")
    }
    marks.once[key] = arguments.location
  }

  /// Like `once`, for directives that a variant can repeat for itself.
  func oncePerVariant(_ arguments: Arguments) throws(Diagnostic) {
    if case .variant(let index) = section {
      try once(arguments, in: "variant \(index)")
    } else {
      try once(arguments)
    }
  }
}

// MARK: - Mistakes

extension ScenarioBuilder {
  private func reportUnknown(_ line: DirectiveLine, _ arguments: Arguments) {
    let location = arguments.location
    if line.name.isEmpty {
      let next = arguments.source.text(line.start + 1..<min(line.start + 2, arguments.source.count))
      guard let advice = ForeignDirective.advice(for: next) else {
        return log.error("expected the name of a directive after '\\'", at: location)
      }
      return log.error("'\\\(next)' is not a scenario directive", at: location, hint: advice)
    }
    if let advice = ForeignDirective.advice(for: line.name) {
      log.error("'\\\(line.name)' is not a scenario directive", at: location, hint: advice)
      return
    }
    let nearest = Suggestion.nearest(to: line.name, among: Directive.names)
    // Before the error is reported, so that what it opens is known to have a mistake in it.
    declareIntended(nearest, arguments)
    log.error(
      "unknown directive '\\\(line.name)'", at: location, hint: nearest.map { "did you mean '\\\($0)'?" })
  }

  /// What the directive would have set without the slip, so that its readers are no mistakes.
  private func declareIntended(_ name: String?, _ arguments: Arguments) {
    var arguments = arguments
    switch name {
    case "gset", "aset":
      guard let (text, source) = lastStatement else { return }
      let prefix = try? arguments.variableName()
      StatementDraft(text: text, source: source).declareColumns(
        prefix?.text ?? "", at: arguments.location, self)
    case "set", "for", "param", "draw":
      guard let target = try? arguments.variableName() else { return }
      marks.declared[target.text] = target.location
    case let name?:
      // A section or block that was begun: what follows belongs to it.
      guard let directive = Directive.named(name), directive.places.contains(place) else { return }
      try? directive.parse(&arguments, self)
    case nil: break
    }
  }

  private func reportMisplaced(_ directive: Directive, at location: SourceLocation) {
    // One message for a block that stands in the wrong place, none for its other ends.
    if let opener = directive.closes, reportedOpeners.contains(opener) { return }
    reportedOpeners.insert(directive.name)
    let places = directive.places.map(\.description).joined(separator: ", or in ")
    log.error(
      "'\\\(directive.name)' cannot stand in \(placeName)", at: location, hint: "it belongs in \(places)")
  }

  private var placeName: String {
    switch place {
    case .header: "the header"
    case .body: "a body"
    case .invariant: "an '\\invariant' section"
    case .setup, .migration, .finally: place.description
    }
  }

  /// SQL before any section; once is enough.
  func reportStrayStatement(at location: SourceLocation) {
    guard !reportedStatement else { return }
    reportedStatement = true
    log.error(
      "a statement cannot stand in the header", at: location,
      hint: "begin a section before it: '\\setup', '\\variant buggy', '\\fix NAME' or '\\invariant NAME'")
  }
}
