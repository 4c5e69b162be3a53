import ContendModel
import ContendPostgres
import ContendSQL

extension [Step] {
  var changesSchema: Bool {
    var found = false
    forEachStatement { found = found || $0.changesSchema }
    return found
  }
}

extension Statement {
  /// It changes something that putting back rows and sequences does not bring back.
  var changesSchema: Bool { sql.texts.joined(separator: " ").changesSchema }
}

extension String {
  /// It creates, alters, drops or refreshes something, or works on large objects.
  var changesSchema: Bool {
    let words = uncommented.sqlWords
    guard let first = words.first(where: { $0.first?.isLetter == true }) else { return false }
    if first == "do" { return strings.contains(where: \.containsSchemaChange) }
    return schemaChanges.contains(first) || words.contains(where: \.namesLargeObjects) || createsByInto
  }

  /// Somewhere in it stands a statement that does so; of a function, as text for EXECUTE too.
  var containsSchemaChange: Bool {
    let words = uncommented.sqlWords
    return words.enumerated().contains { index, word in
      if word == "comment" { return words.dropFirst(index + 1).first == "on" }
      return plainSchemaChanges.contains(word) || word.namesLargeObjects
    }
  }

  private var uncommented: String {
    contains("--") || contains("/*") ? SQLLexer.withoutComments(self) ?? self : self
  }

  /// Its string constants, a block of code in dollar quotes among them.
  private var strings: [String] {
    (SQLLexer.tokens(self) ?? []).compactMap { if case .string(let text) = $0 { text } else { nil } }
  }

  /// `SELECT … INTO table`.
  private var createsByInto: Bool {
    guard let tokens = SQLLexer.tokens(self), [.word("select"), .word("with")].contains(tokens.first) else {
      return false
    }
    return tokens.indices.dropFirst().contains { index in
      tokens[index] == .word("into") && ![.word("insert"), .word("merge")].contains(tokens[index - 1])
    }
  }
}

extension Substring {
  /// A function that changes large objects, which belong to no table.
  fileprivate var namesLargeObjects: Bool { largeObjectChanges.contains(self) }
}

private let largeObjectChanges: Set<Substring> = [
  "lo_creat", "lo_create", "lo_import", "lo_from_bytea", "lo_open", "lo_put", "lo_truncate", "lo_truncate64",
  "lo_unlink", "lo_manage", "lowrite",
]

/// Words that a statement begins with.
private let schemaChanges: Set<Substring> = [
  "create", "alter", "drop", "grant", "revoke", "comment", "reindex", "refresh", "cluster", "security",
  "import", "reassign",
]

/// Those of them that are not likely to be anything else in the middle of a function.
private let plainSchemaChanges: Set<Substring> = [
  "create", "alter", "drop", "grant", "revoke", "reindex", "refresh",
]

extension SchemaTexts {
  /// A function that a program of these texts may come to run changes the schema.
  func changesSchema(for program: [String]) -> Bool {
    reachable(from: program).contains { $0.name == "lo_manage" || $0.source.containsSchemaChange }
  }
}
