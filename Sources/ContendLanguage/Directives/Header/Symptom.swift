import ContendModel

extension Directive {
  static let symptom = Directive(
    "symptom", "\\symptom sqlstate=23514 message=\"…\" frame=\"…\"", in: [.header]
  ) { arguments, builder throws(Diagnostic) in
    try builder.once(arguments)
    var symptom = Symptom()
    while let key = try arguments.optionKey() {
      let start = arguments.here
      let isMessage = key.text == "message"
      let pasted = isMessage ? try arguments.pasted(before: options) : try arguments.quoted()
      guard let value = pasted ?? arguments.run() else {
        throw arguments.error("'\(key.text)' requires a value")
      }
      switch key.text {
      case "sqlstate":
        guard SQLStateText.isState(value.text) else {
          throw SQLStateText.malformed(value.text, at: start)
        }
        symptom.sqlState = value.text
      case "message": symptom.message = value.text
      case "frame": symptom.frame = value.text
      default: throw arguments.unknownOption(key, known: options)
      }
    }
    if symptom == Symptom() { throw arguments.error("'\\symptom' says nothing", at: arguments.location) }
    builder.scenario.symptom = symptom
  }

  private static let options = ["sqlstate", "message", "frame"]
}
