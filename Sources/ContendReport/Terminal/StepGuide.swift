package import ContendModel

/// What somebody reads who goes through a recorded interleaving step by step: what comes next, and what came
/// of the step before. Steps have the numbers that they have in the lanes.
package struct StepGuide: Sendable {
  private let example: CounterexampleSection
  private let choices: [Choice]
  /// For each choice the steps that it issues, as indices; several where a BEGIN travels along.
  private let steps: [[Int]]
  /// How to look at the database in between.
  private let look: String?

  /// - Parameters:
  ///   - example: the interleaving as it was just run.
  ///   - choices: those of its schedule, whose clients are numbers over all roles.
  ///   - look: a command that opens the database.
  package init(_ example: CounterexampleSection, _ choices: [Choice], look: String? = nil) {
    self.example = example
    self.choices = choices
    self.look = look
    steps = Self.steps(of: example, choices)
  }

  private static func steps(of example: CounterexampleSection, _ choices: [Choice]) -> [[Int]] {
    // Clients that take part, in their order: so the document numbers them.
    let clients = Set(choices.map(\.clientID)).sorted()
    var queues: [Int: [Int]] = [:]
    for (index, step) in example.steps.enumerated() where clients.indices.contains(step.client - 1) {
      queues[clients[step.client - 1], default: []].append(index)
    }
    var issues: [Int: Int] = [:]
    for choice in choices where choice.takesStep { issues[choice.clientID, default: 0] += 1 }
    return choices.map { choice in
      guard choice.takesStep, var queue = queues[choice.clientID], !queue.isEmpty else { return [] }
      let spare = queue.count - issues[choice.clientID, default: 0]
      let isBegin = example.steps[queue[0]].sql.uppercased().hasPrefix("BEGIN")
      let taken = Array(queue.prefix(spare > 0 && isBegin ? 2 : 1))
      queue.removeFirst(taken.count)
      queues[choice.clientID] = queue
      issues[choice.clientID, default: 0] -= 1
      return taken
    }
  }

  /// What to show before a choice, by its place from 0: what the last one brought, then what this one does.
  package func text(before index: Int) -> String {
    var lines = index == 0 ? introduction : result(of: index - 1)
    guard choices.indices.contains(index) else { return lines.joined(separator: "\n") }
    if steps[index].isEmpty {
      lines.append("      \(Sentences.words(choices[index], client: name(choices[index].clientID)))")
    }
    for step in steps[index] { lines.append(statement(step)) }
    return lines.joined(separator: "\n")
  }

  /// What the last choice brought.
  package var end: String { result(of: choices.count - 1).joined(separator: "\n") }

  private var introduction: [String] {
    ["\(Figures.plural(example.steps.count, "step")); press return for the next one, Ctrl-C to stop"]
      + (look.map { ["look around between steps: \($0)"] } ?? [])
  }

  private func name(_ clientID: Int) -> String {
    let clients = Set(choices.map(\.clientID)).sorted()
    return clients.firstIndex(of: clientID).map { example.name(ofClient: $0 + 1) } ?? "client \(clientID)"
  }

  private func statement(_ index: Int) -> String {
    let step = example.steps[index]
    let values = step.values.enumerated().map { "$\($0 + 1) = \($1)" }.joined(separator: ", ")
    let sql = step.sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return "step \(index + 1): \(example.name(ofClient: step.client)): \(sql)"
      + (values.isEmpty ? "" : "  → \(values)")
  }

  private func result(of choice: Int) -> [String] {
    guard steps.indices.contains(choice) else { return [] }
    return steps[choice].flatMap { index -> [String] in
      let step = example.steps[index]
      var lines: [String] = []
      if step.blocked {
        let others = step.blockedBy.map { example.name(ofClient: $0) }
        lines.append("waits" + (others.isEmpty ? "" : " for \(Words.list(others))"))
      }
      if let answered = step.answeredAfterStep { lines.append("has its answer after step \(answered)") }
      lines += Self.answer(step)
      if let outcome = step.outcome { lines.append("the call ends: \(outcome)") }
      return lines.map { "        \($0)" }
    }
  }

  private static func answer(_ step: StepSection) -> [String] {
    if let error = step.error { return ["✗ \(error.sqlState) \(error.message)"] }
    guard let rows = step.rows, !rows.rows.isEmpty else {
      return step.rowCount.map { [Figures.plural($0, "row")] } ?? []
    }
    return rows.rows.map { row in
      "← " + zip(rows.columns, row).map { "\($0) = \($1 ?? "NULL")" }.joined(separator: ", ")
    }
  }
}

extension Choice {
  /// A client sends something.
  fileprivate var takesStep: Bool {
    switch self {
    case .issue, .crashDuring: true
    case .wake, .victim, .timeOut, .serverTimeOut, .crash, .expire: false
    }
  }
}
