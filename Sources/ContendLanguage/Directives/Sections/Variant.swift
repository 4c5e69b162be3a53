import ContendModel

extension Directive {
  static let variant = Directive("variant", "\\variant before|buggy \"title\"", in: Place.everywhere) {
    arguments, builder throws(Diagnostic) in
    builder.begin(.setup)
    let word = arguments.word()
    let kind: Variant.Kind? = word.flatMap { $0.text == "fix" ? nil : Variant.Kind(rawValue: $0.text) }
    builder.beginVariant(
      kind ?? .buggy, name: word?.text ?? "", at: arguments.location, word: word?.location)
    guard let word else { throw arguments.error("'\\variant' is 'before' or 'buggy'") }
    guard kind != nil else {
      throw Diagnostic(
        .error, at: word.location, "'\(word.text)' is no variant",
        hint: Suggestion.nearest(to: word.text, among: ["before", "buggy"]).map { "did you mean '\($0)'?" }
          ?? "a variant is 'before' or 'buggy'; a candidate fix is '\\fix \(word.text)'")
    }
    try builder.titleVariant(&arguments)
  }

  static let fix = Directive("fix", "\\fix NAME \"title\"", in: Place.everywhere) {
    arguments, builder throws(Diagnostic) in
    builder.begin(.setup)
    let word = arguments.word()
    builder.beginVariant(.fix, name: word?.text ?? "", at: arguments.location, word: word?.location)
    guard let word else { throw arguments.error("'\\fix' requires a name") }
    if Variant.Kind(rawValue: word.text) != nil {
      throw Diagnostic(
        .error, at: word.location, "a fix cannot be named '\(word.text)'", hint: "choose another name")
    }
    try builder.titleVariant(&arguments)
  }
}

extension ScenarioBuilder {
  /// Begins the section whatever else is wrong with the directive, so that its body is read as one.
  func beginVariant(_ kind: Variant.Kind, name: String, at location: SourceLocation, word: SourceLocation?) {
    let isReserved = kind == .fix && Variant.Kind(rawValue: name) != nil
    if let first = variants.first(where: { $0.variant.name == name }), !name.isEmpty, !isReserved {
      log.error(
        "\(kind == .fix ? "fix" : "variant") '\(name)' is already defined", at: word ?? location,
        hint: "first defined at line \(first.variant.location.line); choose another name")
    }
    let index = variants.count
    variants.append(VariantDraft(variant: Variant(kind: kind, name: name, title: name, location: location)))
    section = .variant(index)
    bodies = [BodyDraft(.role(nil), scope: scope, location: location)]
  }

  func titleVariant(_ arguments: inout Arguments) throws(Diagnostic) {
    guard let index = currentVariant else { return }
    variants[index].variant.title = try arguments.title(default: variants[index].variant.name)
    try arguments.finish()
  }
}
