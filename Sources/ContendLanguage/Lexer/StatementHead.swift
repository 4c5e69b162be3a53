import ContendModel

/// What the words of a statement tell about it, without a grammar of SQL.
struct StatementHead {
  let tokens: [StatementToken]
  let source: SourceText

  init(_ text: StatementText, in source: SourceText) {
    tokens = text.tokens
    self.source = source
  }

  func word(_ index: Int, is keyword: String) -> Bool {
    index < tokens.count && tokens[index].isWord(keyword, in: source)
  }

  func word(_ index: Int, isOneOf keywords: [String]) -> Bool {
    keywords.contains { word(index, is: $0) }
  }

  var kind: StatementKind {
    if word(0, is: "BEGIN") || (word(0, is: "START") && word(1, is: "TRANSACTION")) { return .begin }
    if word(0, isOneOf: ["COMMIT", "END"]) { return word(1, is: "PREPARED") ? .other : .commit }
    if word(0, isOneOf: ["ROLLBACK", "ABORT"]) {
      if word(1, is: "PREPARED") { return .other }
      let next = word(1, isOneOf: ["WORK", "TRANSACTION"]) ? 2 : 1
      return word(next, is: "TO") ? .savepoint : .rollback
    }
    if word(0, isOneOf: ["SAVEPOINT", "RELEASE"]) { return .savepoint }
    if word(0, isOneOf: ["RESET", "SHOW"]) { return .setting }
    if word(0, is: "SET") { return word(1, is: "CONSTRAINTS") ? .other : .setting }
    return .other
  }

  /// Where another statement begins after BEGIN, COMMIT or ROLLBACK: the semicolon between them is missing.
  var secondStatement: StatementToken? {
    guard [.begin, .commit, .rollback].contains(kind) else { return nil }
    return tokens.dropFirst().first { token in
      ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains { token.isWord($0, in: source) }
    }
  }

  /// `COPY … FROM STDIN` or `TO STDOUT`: data on the connection itself.
  var isCopyWithClient: Bool {
    guard word(0, is: "COPY") else { return false }
    return tokens.indices.dropFirst().contains { index in
      tokens[index].depth == 0 && word(index, isOneOf: ["STDIN", "STDOUT"])
        && word(index - 1, isOneOf: ["FROM", "TO"])
    }
  }

  /// Whether it is a query: what an invariant has to be.
  var reads: Bool {
    if word(0, isOneOf: ["SELECT", "WITH", "VALUES", "TABLE"]) { return true }
    guard let first = tokens.first(where: { !$0.isSymbol("(", in: source) }) else { return false }
    return tokens[0].kind == .symbol
      && ["SELECT", "WITH", "VALUES", "TABLE"].contains { first.isWord($0, in: source) }
  }

  /// Whether PostgreSQL takes bind parameters in it at all; doubtful ones are left to the server.
  var takesParameters: Bool {
    if word(0, is: "CREATE") { return tokens.contains { $0.isWord("AS", in: source) } }
    return !word(
      0,
      isOneOf: [
        "ALTER", "DROP", "SET", "RESET", "SHOW", "NOTIFY", "LISTEN", "UNLISTEN", "TRUNCATE", "LOCK",
        "COMMENT",
        "GRANT", "REVOKE", "VACUUM", "ANALYZE", "REINDEX", "CLUSTER", "DO", "BEGIN", "START", "COMMIT",
        "ROLLBACK", "SAVEPOINT", "RELEASE", "COPY", "DISCARD", "REFRESH",
      ])
  }

  /// Whether `$1` in it is the statement's own parameter rather than that of a routine it defines.
  var ownsParameters: Bool {
    word(0, isOneOf: ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES", "MERGE"])
  }

  /// `INSERT`, `UPDATE`, `DELETE` or `MERGE` where the statement is one, `WITH` or not, and gives no row back.
  var writeWithoutRows: String? {
    let outer = tokens.filter { $0.depth == 0 }
    let verb = outer.lazy.compactMap { token in
      ["SELECT", "VALUES", "TABLE", "INSERT", "UPDATE", "DELETE", "MERGE"].first {
        token.isWord($0, in: source)
      }
    }.first
    guard let verb, word(0, isOneOf: [verb, "WITH"]), !["SELECT", "VALUES", "TABLE"].contains(verb) else {
      return nil
    }
    return outer.contains { $0.isWord("RETURNING", in: source) } ? nil : verb
  }

  /// The table that `CREATE TABLE` makes.
  var createdTable: StatementToken? {
    guard word(0, is: "CREATE"), let table = tokens.firstIndex(where: { $0.isWord("TABLE", in: source) }),
      table < 4
    else { return nil }
    let name = word(table + 1, is: "IF") ? table + 4 : table + 1
    guard name < tokens.count else { return nil }
    let isQualified = name + 2 < tokens.count && tokens[name + 1].isSymbol(".", in: source)
    return tokens[isQualified ? name + 2 : name]
  }
}
