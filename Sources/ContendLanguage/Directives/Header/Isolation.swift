import ContendModel

extension Directive {
  static let isolation = Directive("isolation", "\\isolation SERIALIZABLE", in: [.header, .body]) {
    arguments, builder throws(Diagnostic) in
    try builder.oncePerVariant(arguments)
    arguments.skipSpace()
    let start = arguments.here
    var words: [String] = []
    while let word = arguments.word() { words.append(word.text.uppercased()) }
    try arguments.finish()
    let text = words.joined(separator: " ")
    guard let level = IsolationLevel(rawValue: text) else {
      throw Diagnostic(
        .error, at: start,
        text.isEmpty ? "an isolation level is expected" : "'\(text)' is no isolation level",
        hint: "one of \(IsolationLevel.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    try builder.setCondition(arguments) { $0.isolation = level }
  }
}
