import ContendModel

extension Directive {
  /// Lines that several bodies share, so that a fix repeats only what it changes.
  static let body = Directive("body", "\\body NAME", in: Place.everywhere) {
    arguments, builder throws(Diagnostic) in
    let name = arguments.word()
    builder.beginNamedBody(name?.text ?? "", at: arguments.location)
    guard let name else { throw arguments.error("'\\body' requires a name") }
    if let first = builder.namedBodies[name.text] {
      throw Diagnostic(
        .error, at: name.location, "body '\(name.text)' is already defined",
        hint: "first defined at line \(first.location.line); choose another name")
    }
    try arguments.finish()
  }

  static let endbody = Directive("endbody", "\\endbody", in: Place.everywhere, closes: "body") {
    arguments, builder throws(Diagnostic) in
    // One that closes a body is taken before it is built.
    throw Diagnostic(
      .error, at: arguments.location, "'\\endbody' without '\\body'", hint: "begin it with '\\body NAME'")
  }

  static let paste = Directive("paste", "\\paste NAME", in: [.setup, .body, .migration, .finally]) {
    arguments, builder throws(Diagnostic) in
    let name = try arguments.name(of: "a '\\body'")
    try arguments.finish()
    try builder.paste(name)
  }
}

/// The lines between `\body` and `\endbody`, read where they are pasted.
struct NamedBody {
  var location: SourceLocation
  var items: [Item] = []
  var source: SourceText?
  var isPasted = false
}

extension ScenarioBuilder {
  /// Pasted items in all, so that bodies that paste each other cannot ask for endless work.
  private static let pastedLimit = 10_000

  func beginNamedBody(_ name: String, at location: SourceLocation) {
    openBody = (name, NamedBody(location: location))
  }

  /// Keeps what stands in a named body; false outside of one.
  func takesIntoBody(_ item: Item, of source: SourceText) -> Bool {
    guard var open = openBody else { return false }
    if case .directive(let line) = item {
      if line.name == "endbody" {
        closeNamedBody()
        return true
      }
      if Self.beginsSection.contains(line.name) {
        reportOpenBody(before: "'\\\(line.name)'")
        return false
      }
    }
    open.body.items.append(item)
    open.body.source = source
    openBody = open
    return true
  }

  private static let beginsSection: Set<String> = ["setup", "variant", "fix", "invariant", "body"]

  func reportOpenBody(before what: String) {
    guard let open = openBody else { return }
    log.error(
      "'\\body' is not closed before \(what)", at: open.body.location, hint: "close it with '\\endbody'")
    closeNamedBody()
  }

  private func closeNamedBody() {
    if let open = openBody, namedBodies[open.name] == nil { namedBodies[open.name] = open.body }
    openBody = nil
  }

  func paste(_ name: Arguments.Word) throws(Diagnostic) {
    guard let body = namedBodies[name.text] else {
      throw Diagnostic(
        .error, at: name.location, "there is no body '\(name.text)'",
        hint: Suggestion.nearest(to: name.text, among: namedBodies.keys.sorted()).map {
          "did you mean '\($0)'?"
        }
          ?? "write it before, between '\\body \(name.text)' and '\\endbody'")
    }
    namedBodies[name.text]?.isPasted = true
    pasted += body.items.count
    guard !pasting.contains(name.text), pasted <= Self.pastedLimit, let source = body.source else {
      guard !body.items.isEmpty else { return }
      throw Diagnostic(
        .error, at: name.location, "body '\(name.text)' pastes itself, or too much",
        hint: "take this '\\paste' out")
    }
    pasting.append(name.text)
    build(body.items, of: source)
    pasting.removeLast()
  }

  func reportUnpastedBodies() {
    for (name, body) in namedBodies.sorted(by: { $0.value.location.line < $1.value.location.line })
    where !body.isPasted {
      log.warning(
        "nothing pastes body '\(name)'", at: body.location, hint: "'\\paste \(name)' puts it into a body")
    }
  }
}
