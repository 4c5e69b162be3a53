/// Something of the scenario's schema that runs where its name stands in a statement.
package struct Definition: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// A function, procedure or aggregate, whose text says all it does.
    case routine
    /// A function in a language that cannot be read here.
    case opaqueRoutine
    /// A table, view or domain.
    case relation
    /// - Parameter isCached: sessions keep numbers of it in stock.
    case sequence(isCached: Bool)
    /// An operator, cast or the like, which runs without being named.
    case unnamed
  }

  /// In lower case, without its schema.
  package var name: String
  package var kind: Kind
  /// What runs whatever is done with it: a view's query, row security, a routine's body.
  package var text: String
  /// What runs besides where rows are written: triggers, checks, keys, generated columns.
  package var textOfWrites: String
  /// What runs besides where rows are inserted: defaults and identities.
  package var textOfInserts: String

  package init(
    _ name: String, _ kind: Kind, text: String, ofWrites: String = "", ofInserts: String = ""
  ) {
    self.name = name.lowercased()
    self.kind = kind
    self.text = text
    textOfWrites = ofWrites
    textOfInserts = ofInserts
  }
}
