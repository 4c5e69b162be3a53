import ContendModel

extension Program {
  /// A small program of two or three clients, the same for the same seed.
  ///
  /// - Parameter levels: the isolation level of each client is drawn from these.
  static func random(seed: UInt64, events: Int, levels: [IsolationLevel], attempts: Int = 1) -> Program {
    var random = RandomStream(seed: seed)
    let count = Int.random(in: 2...3, using: &random)
    let share = max(2, events / count)
    return Program(
      (0..<count).map { _ in
        Client(
          isolation: levels.randomElement(using: &random) ?? .readCommitted,
          statements: statements(share, &random), attempts: attempts)
      })
  }

  /// Transactions and autocommit statements that make this many events.
  private static func statements(_ events: Int, _ random: inout RandomStream) -> [Statement] {
    var statements: [Statement] = []
    var left = events
    while left > 0 {
      let size = Int.random(in: 1...left, using: &random)
      if size == 1 {
        statements.append(statement(&random))
      } else {
        let end: Statement = Int.random(in: 0..<8, using: &random) == 0 ? .rollback : .commit
        statements += [.begin] + (1..<size).map { _ in statement(&random) } + [end]
      }
      left -= size
    }
    return statements
  }

  private static func statement(_ random: inout RandomStream) -> Statement {
    let row = row(&random)
    switch Int.random(in: 0..<16, using: &random) {
    case 0..<3: return .read([row])
    case 3: return .read([row, self.row(&random)])
    case 4: return .sum(table: row.table)
    case 5, 6: return .lock(row, isShared: true)
    case 7: return .lock(row, isShared: false)
    case 8, 9: return .set(row, 1)
    case 10, 11:
      return .addBoth(
        row, self.row(&random), 100, seeing: Bool.random(using: &random) ? self.row(&random) : nil)
    default: return .add(row, 10)
    }
  }

  private static func row(_ random: inout RandomStream) -> Row {
    Row(table: Int.random(in: 0..<2, using: &random), id: Int.random(in: 1...2, using: &random))
  }
}
