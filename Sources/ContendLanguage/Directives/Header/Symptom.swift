import ContendModel

extension Directive {
  static let symptom = Directive(
    "symptom", "\\symptom sqlstate=23514 message=\"…\" frame=\"…\"", in: [.header]
  ) { arguments, builder throws(Diagnostic) in
    try builder.once(arguments)
    var symptom = Symptom()
    while let key = try arguments.optionKey() {
      let start = arguments.here
      guard let value = try arguments.quoted() ?? arguments.run() else {
        throw arguments.error("'\(key.text)' needs a value")
      }
      switch key.text {
      case "sqlstate":
        guard SQLStateText.isState(value.text) else {
          throw SQLStateText.malformed(value.text, at: start)
        }
        symptom.sqlState = value.text
      case "message": symptom.message = value.text
      case "frame": symptom.frame = value.text
      default: throw arguments.unknownOption(key, known: ["sqlstate", "message", "frame"])
      }
    }
    if symptom == Symptom() { throw arguments.error("'\\symptom' says nothing", at: arguments.location) }
    builder.scenario.symptom = symptom
  }
}
