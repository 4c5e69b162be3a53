import ContendModel

/// Reads the plain statements that `StatementShape` describes; gives up on everything else.
struct StatementParser {
  private let tokens: [SQLToken]
  private let reader: ClauseReader
  private var position = 0

  init(tokens: [SQLToken], parameters: [Value]) {
    self.tokens = tokens.last == .symbol(";") ? tokens.dropLast() : tokens
    reader = ClauseReader(parameters: parameters)
  }

  mutating func parse() -> StatementShape? {
    let selects = tokens.count { $0 == .word("select") }
    let isJoined = tokens.contains { ["join", "union", "table"].map(SQLToken.word).contains($0) }
    guard !isJoined, selects <= (tokens.first == .word("select") ? 1 : 0) else { return nil }
    if skip("select") { return select() }
    if skip("update") { return update() }
    if skip("insert"), skip("into") { return insert() }
    if skip("delete"), skip("from") { return delete() }
    return nil
  }

  private mutating func select() -> StatementShape? {
    let list = clause(until: ["from"])
    guard skip("from"), let table = target(endedBy: Self.afterCondition.union(["where"])) else { return nil }
    var shape = StatementShape(.select(isLocking: false), table: table)
    reader.readOutputs(list, into: &shape)
    if skip("where") { reader.readCondition(clause(until: Self.afterCondition), into: &shape) }
    let rest = tokens[position...]
    if !rest.isEmpty, rest.first != .word("for") { shape.isExact = shape.isExact && !limits(rest) }
    let isLocking = rest.contains(.word("for"))
    shape.operation = .select(isLocking: isLocking)
    return shape
  }

  private mutating func update() -> StatementShape? {
    guard let table = target(endedBy: ["set"]), skip("set") else { return nil }
    var shape = StatementShape(.update, table: table)
    let list = clause(until: ["where", "returning", "from"])
    guard reader.readAssignments(list, into: &shape) else { return nil }
    return finish(&shape) ? shape : nil
  }

  private mutating func delete() -> StatementShape? {
    guard let table = target(endedBy: ["where", "returning"]) else { return nil }
    var shape = StatementShape(.delete, table: table)
    return finish(&shape) ? shape : nil
  }

  private mutating func insert() -> StatementShape? {
    guard let table = name() else { return nil }
    var shape = StatementShape(.insert, table: table)
    let columns = clause(until: ["values", "default", "overriding"])
    if skip("values") {
      let rows = clause(until: ["on", "returning"])
      reader.readInsertion(columns: columns, rows: rows, into: &shape)
    }
    _ = clause(until: ["returning"])
    if skip("returning") { reader.readOutputs(tokens[position...], into: &shape) }
    return shape
  }

  /// The condition and what is returned; false where another table takes part.
  private mutating func finish(_ shape: inout StatementShape) -> Bool {
    if skip("where") { reader.readCondition(clause(until: ["returning"]), into: &shape) }
    if skip("returning") {
      reader.readOutputs(tokens[position...], into: &shape)
      return true
    }
    return position == tokens.count
  }

  /// A table with or without an alias, which must be all up to one of the words.
  private mutating func target(endedBy words: Set<String>) -> String? {
    _ = skip("only")
    guard let table = name() else { return nil }
    let rest = clause(until: words)
    let isAlias = rest.count <= 2 && rest.allSatisfy { $0.name != nil && $0 != .word("using") }
    return isAlias ? table : nil
  }

  /// A name with or without its schema, which falls away.
  private mutating func name() -> String? {
    var result: String?
    while position < tokens.count, let name = tokens[position].name {
      result = name
      position += 1
      guard position < tokens.count, tokens[position] == .symbol(".") else { break }
      position += 1
    }
    return result
  }

  private mutating func skip(_ word: String) -> Bool {
    guard position < tokens.count, tokens[position] == .word(word) else { return false }
    position += 1
    return true
  }

  /// The tokens before one of the words outside parentheses.
  private mutating func clause(until words: Set<String>) -> ArraySlice<SQLToken> {
    let start = position
    var depth = 0
    while position < tokens.count {
      switch tokens[position] {
      case .symbol("("): depth += 1
      case .symbol(")"): depth -= 1
      case .word(let word) where depth == 0 && words.contains(word): return tokens[start..<position]
      default: break
      }
      position += 1
    }
    return tokens[start..<position]
  }

  /// Whether fewer rows may come back than the condition allows.
  private func limits(_ rest: ArraySlice<SQLToken>) -> Bool {
    rest.contains { ["limit", "offset", "fetch", "having"].map(SQLToken.word).contains($0) }
  }

  private static let afterCondition: Set<String> = [
    "group", "having", "order", "limit", "offset", "fetch", "for", "window",
  ]
}

extension SQLToken {
  /// The name of a table or column that the token can be.
  var name: String? {
    switch self {
    case .word(let word): word
    case .identifier(let name): name
    case .number, .string, .parameter, .symbol: nil
    }
  }
}
