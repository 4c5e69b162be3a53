import ContendModel

/// Reads the lists inside a statement: what is selected, set, inserted and compared.
struct ClauseReader {
  let parameters: [Value]

  func readOutputs(_ list: ArraySlice<SQLToken>, into shape: inout StatementShape) {
    for item in split(list, at: .symbol(",")) {
      if item.last == .symbol("*") && (item.count == 1 || item.count == 3) {
        shape.returnsAll = true
      } else if let column = column(item) {
        shape.outputs[column] = column
      } else if let (source, name) = renamed(item) {
        shape.outputs[name] = source
      }
    }
  }

  /// Adds the conjuncts `column = value`; anything else leaves the condition inexact.
  func readCondition(_ condition: ArraySlice<SQLToken>, into shape: inout StatementShape) {
    // An AND inside CASE … END holds only where its WHEN does.
    guard split(condition, at: .word("or")).count == 1, !condition.contains(.word("case")) else {
      shape.isExact = false
      return
    }
    var isBound = false
    for conjunct in split(condition, at: .word("and")) {
      // The AND of BETWEEN joins no conditions.
      defer { isBound = !isBound && conjunct.contains(.word("between")) }
      if isBound { continue }
      if let (column, value) = equality(conjunct), shape.equalities[column] == nil {
        shape.equalities[column] = value
      } else {
        shape.isExact = false
      }
    }
  }

  /// False where a target is not a plain column.
  func readAssignments(_ list: ArraySlice<SQLToken>, into shape: inout StatementShape) -> Bool {
    for item in split(list, at: .symbol(",")) {
      guard let column = item.first?.name, item.dropFirst().first == .symbol("=") else { return false }
      shape.assignments[column] = assignment(item.dropFirst(2))
    }
    return true
  }

  /// Columns and values of one row; several rows or no list of columns leave them unknown.
  func readInsertion(
    columns: ArraySlice<SQLToken>, rows: ArraySlice<SQLToken>, into shape: inout StatementShape
  ) {
    let names = split(columns.dropFirst().dropLast(), at: .symbol(","))
    let row = split(rows, at: .symbol(","))
    guard row.count == 1, let values = row.first, columns.first == .symbol("(") else {
      shape.isExact = false
      return
    }
    let items = split(values.dropFirst().dropLast(), at: .symbol(","))
    for (name, value) in zip(names, items) {
      if let column = column(name) { shape.assignments[column] = assignment(value) }
    }
  }

  private func assignment(_ expression: ArraySlice<SQLToken>) -> StatementShape.Assignment {
    let tokens = withoutCast(expression)
    guard tokens.count == 1, let token = tokens.first else { return .computed }
    if token == .word("null") { return .constant(nil) }
    if case .parameter(let number) = token {
      guard number >= 1, number <= parameters.count else { return .computed }
      if parameters[number - 1] == .null { return .parameter(nil) }
      return parameters[number - 1].serverText.map { .parameter($0) } ?? .computed
    }
    return literal(token).map { .constant($0) } ?? .computed
  }

  /// `column = value`, either way round, or a Boolean column on its own.
  private func equality(_ conjunct: ArraySlice<SQLToken>) -> (String, String)? {
    if let column = column(conjunct) { return (column, "t") }
    if conjunct.first == .word("not"), let column = column(conjunct.dropFirst()) { return (column, "f") }
    let sides = split(conjunct, at: .symbol("="))
    guard sides.count == 2 else { return nil }
    if let column = column(sides[0]), let value = operand(sides[1]) { return (column, value) }
    if let column = column(sides[1]), let value = operand(sides[0]) { return (column, value) }
    return nil
  }

  private func operand(_ side: ArraySlice<SQLToken>) -> String? {
    let tokens = withoutCast(side)
    return tokens.count == 1 ? tokens.first.flatMap(literal) : nil
  }

  private func literal(_ token: SQLToken) -> String? {
    switch token {
    case .number(let text), .string(let text): text
    case .word("true"): "t"
    case .word("false"): "f"
    case .parameter(let number):
      number >= 1 && number <= parameters.count ? parameters[number - 1].serverText : nil
    case .word, .identifier, .symbol: nil
    }
  }

  /// A cast to a type with a length may change the value, and stays.
  private func withoutCast(_ tokens: ArraySlice<SQLToken>) -> ArraySlice<SQLToken> {
    guard let cast = tokens.firstIndex(of: .symbol("::")), !tokens[cast...].contains(.symbol("(")) else {
      return tokens
    }
    return tokens[..<cast]
  }

  /// A column with or without the name of its table.
  private func column(_ tokens: ArraySlice<SQLToken>) -> String? {
    let name = tokens.last?.name
    if name.map(Self.values.contains) ?? true { return nil }
    if tokens.count == 1 { return name }
    let isQualified = tokens.count == 3 && tokens.dropFirst().first == .symbol(".")
    return isQualified && tokens.first?.name != nil ? name : nil
  }

  /// `column AS name`.
  private func renamed(_ tokens: ArraySlice<SQLToken>) -> (String, String)? {
    guard let name = tokens.last?.name, tokens.dropLast().last == .word("as"),
      let source = column(tokens.dropLast(2))
    else { return nil }
    return (source, name)
  }

  /// Parts between the separators that stand outside parentheses.
  private func split(_ tokens: ArraySlice<SQLToken>, at separator: SQLToken) -> [ArraySlice<SQLToken>] {
    var parts: [ArraySlice<SQLToken>] = []
    var start = tokens.startIndex
    var depth = 0
    for index in tokens.indices {
      if tokens[index] == .symbol("(") { depth += 1 }
      if tokens[index] == .symbol(")") { depth -= 1 }
      if depth == 0, tokens[index] == separator {
        parts.append(tokens[start..<index])
        start = index + 1
      }
    }
    parts.append(tokens[start...])
    return parts
  }

  /// Words that are values, not columns.
  private static let values: Set<String> = ["true", "false", "null"]
}

extension Value {
  /// The value as the server prints it in a result; nil for NULL and arrays.
  var serverText: String? {
    switch self {
    case .null, .array: nil
    case .boolean(let value): value ? "t" : "f"
    case .integer(let value): String(value)
    case .decimal(let value): "\(value)"
    case .string(let text, _): text
    }
  }
}
