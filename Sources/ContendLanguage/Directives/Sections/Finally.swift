import ContendModel

extension Directive {
  static let finally = Directive(
    "finally", "\\finally … \\endfinally", in: [.header, .setup, .body, .invariant]
  ) { arguments, builder throws(Diagnostic) in
    try builder.requireOutsideBlocks(arguments)
    let index = builder.currentVariant
    let label = index.map { " of \(builder.variants[$0].label)" } ?? ""
    let scope = Scope(kind: .finally, variant: index, label: "'\\finally'\(label)")
    builder.bodies.append(BodyDraft(.finally, scope: scope, location: arguments.location))
    try builder.oncePerVariant(arguments)
    try arguments.finish()
  }

  static let endfinally = Directive("endfinally", "\\endfinally", in: Place.everywhere, closes: "finally") {
    arguments, builder throws(Diagnostic) in
    guard case .finally = builder.bodies.last?.kind else {
      try builder.missOpener("finally", of: arguments)
      return
    }
    builder.closeBody(before: "'\\endfinally'")
    try arguments.finish()
  }
}
