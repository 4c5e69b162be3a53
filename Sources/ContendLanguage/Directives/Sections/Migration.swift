import ContendModel

extension Directive {
  static let migration = Directive("migration", "\\migration … \\endmigration", in: [.body]) {
    arguments, builder throws(Diagnostic) in
    guard let index = builder.currentVariant else { return }
    try builder.requireOutsideBlocks(arguments)
    let scope = Scope(
      kind: .migration, variant: index, label: "the migration of \(builder.variants[index].label)")
    builder.variants[index].hasMigration = true
    builder.bodies.append(BodyDraft(.migration, scope: scope, location: arguments.location))
    try arguments.finish()
  }

  static let endmigration = Directive(
    "endmigration", "\\endmigration", in: Place.everywhere, closes: "migration"
  ) { arguments, builder throws(Diagnostic) in
    guard case .migration = builder.bodies.last?.kind else {
      try builder.missOpener("migration", of: arguments)
      return
    }
    builder.closeBody(before: "'\\endmigration'")
    try arguments.finish()
  }
}
