import ContendModel
import ContendPostgres

// MARK: - Expressions

extension CallMachine {
  func evaluate(_ expression: Expression, at location: SourceLocation) throws(Diagnostic) -> Value {
    do {
      return try expression.evaluate(in: frame, random: &random)
    } catch {
      throw fault(error, at: location)
    }
  }

  func isTrue(_ expression: Expression, at location: SourceLocation) throws(Diagnostic) -> Bool {
    do {
      return try expression.holds(in: frame, random: &random)
    } catch {
      throw fault(error, at: location)
    }
  }

  private func fault(_ error: EvaluationError, at location: SourceLocation) -> Diagnostic {
    if case .unset(let variable) = error { missing?.meet(variable, names.symbols) }
    return Diagnostic(.error, at: location, error.message(names.symbols))
  }

  func evaluate(
    _ duration: DurationExpression, at location: SourceLocation
  ) throws(Diagnostic) -> Duration {
    let amount = try evaluate(duration.amount, at: location)
    guard let number = amount.doubleValue, number >= 0 else {
      throw Diagnostic(
        .error, at: location, "a duration is a number that is not negative, this is \(amount.text ?? "NULL")")
    }
    return duration.unit * number
  }
}

// MARK: - Statements

extension CallMachine {
  /// Makes `request` from a statement and the values its parameters have now.
  func bind(_ statement: Statement) throws(Diagnostic) {
    // In place: the array of the last request is used again.
    let count = statement.parameters.count
    if request.parameters.count != count {
      request.parameters = Array(repeating: .null, count: count)
    }
    for index in 0..<count {
      request.parameters[index] = try evaluate(statement.parameters[index], at: statement.location)
    }
    self.statement = statement
    statements += 1
    switch statement.sql {
    case .fixed(let text):
      // A body of one statement sends the same one again and again.
      guard request.preparedAs != statement.id else { break }
      request.sql = text
      request.preparedAs = statement.id
    case .spliced(let segments):
      request.sql = try splice(segments, at: statement.location)
      request.preparedAs = nil
    }
    request.kind = statement.kind
    if held != nil || beginLocation != nil {
      request.begin = held?.begin
      beginLocation = held?.location
      held = nil
    }
  }

  private func splice(
    _ segments: [SQLTemplate.Segment], at location: SourceLocation
  ) throws(Diagnostic) -> String {
    var text = ""
    for segment in segments {
      switch segment {
      case .text(let part): text += part
      case .literal(let variable): text += try evaluate(.variable(variable), at: location).sqlLiteral
      case .identifier(let variable):
        guard let name = try evaluate(.variable(variable), at: location).sqlIdentifier else {
          throw Diagnostic(.error, at: location, "NULL is not an identifier: \(names.symbols[variable])")
        }
        text += name
      }
    }
    return text
  }

  /// Puts a BEGIN aside until the next statement, which takes it along; as far as anything in between
  /// can see it has succeeded.
  func hold(_ begin: Statement) throws(Diagnostic) {
    try bind(begin)
    held = (Request.Begin(sql: request.sql, preparedAs: request.preparedAs), begin.location)
    frame.noteSuccess(rows: 0)
  }

  /// What a statement ends with when it is cancelled, its session ended, or its connection lost.
  private static let endings: Set = ["57014", "57P01", "08006"]

  /// What an answer to `statement` means for the call.
  func take(_ response: Response, isInTransaction: Bool) throws(Diagnostic) -> Flow {
    guard let statement else { return .next }
    switch response {
    case .success(let rows):
      frame.noteSuccess(rows: rows.affectedRows)
      if isInTransaction {
        if statement.writes, rows.affectedRows > 0 { openWrites.insert(connection) }
      } else if !openWrites.isEmpty, openWrites.remove(connection) != nil {
        losesWrites = losesWrites || (statement.kind == .commit && rows.isRollback)
      }
      return keep(rows, statement)
    case .failure(let error) where round.isAborted && Self.endings.contains(error.sqlState):
      // Cancelled, or its session ended, because the round was given up, which is said of the round.
      return .ended(.killed)
    case .failure(var error):
      error.location = statement.location
      if let beginLocation, !isInTransaction {
        // It was the BEGIN that failed; the statement it travelled with was not executed.
        error.location = beginLocation
        statements -= 1
      }
      frame.note(error)
      return .raised(.sql(error, during: statement.kind))
    }
  }

  /// `\gset` and `\aset`: columns become variables, each with its column's type.
  private func keep(_ rows: ResultSet, _ statement: Statement) -> Flow {
    switch statement.result {
    case .discard: return .next
    case .gset(let prefix):
      guard rows.rowCount <= 1 else { return .ended(.applicationError(reason: "gset_many_rows")) }
      store(rows, row: rows.rowCount == 1 ? 0 : nil, names.targets(of: statement, rows, prefix: prefix))
      guard rows.rowCount == 0 else { break }
      for variable in names.targets(of: statement, rows, prefix: prefix) {
        missing?.note(variable, .noRow(of: statement.location))
      }
    case .aset(let prefix):
      guard rows.rowCount > 0 else { return .next }
      store(rows, row: rows.rowCount - 1, names.targets(of: statement, rows, prefix: prefix))
    }
    return .next
  }

  /// No row unsets the variables.
  private func store(_ rows: ResultSet, row: Int?, _ targets: [Variable]) {
    for (column, variable) in targets.enumerated() {
      frame[variable] = row.map { rows.value($0, column) }
      origins?.note(variable, frame[variable], from: rows.columns[column].origin)
    }
  }
}

extension Variables {
  /// What `:SQLSTATE` and its like are after an error.
  mutating func note(_ error: SQLError) {
    self[.rowCount] = .integer(0)
    self[.sqlState] = .string(error.sqlState)
    self[.error] = .boolean(true)
    self[.lastErrorMessage] = .string(error.message)
  }
}
