import ContendModel

/// A part of the file with variables of its own: each call of a role starts with none of another's.
struct Scope: Hashable {
  enum Kind: Hashable {
    /// Values that are fixed before any variable has one.
    case header
    /// Expressions of `\draw`, by the number of the draw.
    case draw(Int)
    case setup
    case migration
    case body(role: String)
    case finally
    case invariant
  }

  var kind: Kind
  /// Number of the variant; nil outside variants.
  var variant: Int?
  /// For messages: `variant 'buggy'`.
  var label: String
}

/// Every place that reads or sets a variable, for the checks that need the whole file.
struct VariableUses {
  struct Use {
    let variable: Variable
    let location: SourceLocation
    let scope: Scope
  }

  var reads: [Use] = []
  var writes: [Use] = []
  /// Scopes in which a `\gset` of unknown columns may set any name with that prefix.
  var openPrefixes: [Scope: Set<String>] = [:]
  /// Columns that a statement gives and nobody keeps.
  var unkept: [Scope: [String: Unkept]] = [:]

  /// The first statement that gives a column.
  struct Unkept {
    let start: SourceLocation
    let end: SourceLocation
  }
}
