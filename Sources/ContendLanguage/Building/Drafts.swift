import ContendModel

/// A variant as far as it has been read.
struct VariantDraft {
  var variant: Variant
  /// What stands in this variant itself, before the scenario's conditions are put under it.
  var conditions = Conditions()
  var roles: [Role] = []
  /// The body outside any `\role`.
  var body: [Step] = []
  var hasMigration = false
  /// Something in its section is wrong, and may be what seems to be missing.
  var hasMistakes = false

  var label: String {
    variant.kind == .fix ? "fix '\(variant.name)'" : "variant '\(variant.name)'"
  }
}

/// An invariant whose query is still to come.
struct InvariantDraft {
  var name: String
  var title: String
  var location: SourceLocation
  var query: Statement?
}

/// A body that is being read, with the blocks open in it.
struct BodyDraft {
  enum Kind {
    /// Of a variant's role; nil is the variant without roles.
    case role(Role?)
    case finally
    case migration
  }

  var kind: Kind
  var location: SourceLocation
  var scope: Scope
  /// The body itself, then the open blocks, innermost last.
  var blocks: [Block]
  /// Of a migration.
  var statements: [Statement] = []

  init(_ kind: Kind, scope: Scope, location: SourceLocation) {
    self.kind = kind
    self.scope = scope
    self.location = location
    blocks = [Block(.root, at: location)]
  }
}

/// One level of nesting in a body.
struct Block {
  enum Kind {
    case root
    case branch(done: [Branch], condition: Expression, location: SourceLocation)
    case otherwise(done: [Branch])
    case forEach(Variable, in: Expression)
    case loop(while: Expression, max: Expression)
    case attempt([ErrorPattern])
    case handler([ErrorPattern], body: [Step])
    case retry(RetryPolicy)
  }

  var kind: Kind
  /// Of the directive that opened it.
  var location: SourceLocation
  var steps: [Step] = []

  init(_ kind: Kind, at location: SourceLocation) {
    self.kind = kind
    self.location = location
  }

  /// The directive that opened it and the one that closes it; nil for the body itself.
  var names: (opener: String, closer: String)? {
    switch kind {
    case .root: nil
    case .branch, .otherwise: ("if", "endif")
    case .forEach: ("for", "endfor")
    case .loop: ("while", "endwhile")
    case .attempt, .handler: ("try", "endtry")
    case .retry: ("retry", "endretry")
    }
  }
}
