import ContendModel

extension Directive {
  static let setup = Directive("setup", "\\setup", in: Place.everywhere) {
    arguments, builder throws(Diagnostic) in
    builder.begin(.setup)
    try builder.once(arguments)
    try arguments.finish()
  }

  static let include = Directive("include", "\\include FILE", in: [.setup, .body, .migration, .finally]) {
    arguments, builder throws(Diagnostic) in
    arguments.skipSpace()
    let start = arguments.here
    guard let path = try arguments.quoted() ?? arguments.run() else {
      throw arguments.error("'\\include' requires the name of a file")
    }
    try arguments.finish()
    try builder.include(path.text, at: start, from: arguments.source.file)
  }
}

extension ScenarioBuilder {
  /// Included text in all, so that a small file cannot ask for endless work.
  private static let includedLimit = 8 << 20

  func include(_ path: String, at location: SourceLocation, from file: String) throws(Diagnostic) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard !path.hasPrefix("/"), !path.contains("\\"), !path.contains("\0"), !parts.contains(".."),
      parts.last != ""
    else {
      throw Diagnostic(
        .error, at: location, "'\(path.prefix(100))' is outside the scenario's folder",
        hint: "give a path below the folder of this file, without '..'")
    }
    let text = try readFile(path, at: location)
    includedSize += text.utf8.count
    guard text.utf8.count <= ScenarioParser.sizeLimit, includedSize <= Self.includedLimit else {
      throw Diagnostic(
        .error, at: location, "'\(path)' is too large",
        hint: "a file has at most 1 MiB, all included ones 8 MiB")
    }
    let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    let source = SourceText(text, file: folder + path)
    log.add(source: source)
    var items = FileLexer.items(of: source, log: log)
    let isProgram = place == .body || place == .finally
    items.removeAll { item in
      guard case .directive(let line) = item, !(isProgram && Self.isStep(line.name)) else { return false }
      log.error(
        "'\\\(line.name)' cannot stand in an included file", at: source.location(at: line.start),
        hint: isProgram
          ? "a file that a body includes holds statements and steps only" : "an included file holds SQL only")
      return true
    }
    build(items, of: source)
  }

  /// A directive of bodies alone, that begins no part of the file; one that is unknown is reported as such.
  private static func isStep(_ name: String) -> Bool {
    guard let directive = Directive.named(name) else { return true }
    return directive.places.allSatisfy { $0 == .body || $0 == .finally } && name != "role" && name != "fix"
  }

  private func readFile(_ path: String, at location: SourceLocation) throws(Diagnostic) -> String {
    do {
      return try include(path)
    } catch {
      throw Diagnostic(
        .error, at: location, "'\(path)' cannot be read: \(error)", hint: "the path is relative to this file")
    }
  }
}
