package import ContendModel

extension OutcomeDifference {
  /// The nearest of some serial outcomes; nil where nothing that can be shown tells any of them apart.
  package init?(_ history: History, from orders: [(order: [String], history: History)], of calls: Set<CallID>)
  {
    let seen = OutcomeCells(history)
    let all = orders.map { order in
      OutcomeDifference(
        order: order.order, items: seen.differences(from: OutcomeCells(order.history), of: calls))
    }
    guard let nearest = all.filter({ !$0.items.isEmpty }).min(by: { $0.items.count < $1.items.count }) else {
      return nil
    }
    self = nearest
  }
}

/// What a run came to, in cells that can be laid beside those of another run.
private struct OutcomeCells {
  /// A field as it is shown, and as it is compared: without what the server drew.
  fileprivate struct Cell: Hashable {
    var shown: String
    var compared: String

    init(_ cell: DrawnState.Cell, _ lexicon: DrawnLexicon) {
      shown = cell.text ?? "NULL"
      compared = lexicon.pieces(of: cell).map { piece in
        switch piece {
        case .plain(let text): text
        case .clock: "\u{1}clock"
        case .drawn(let family, _): "\u{1}\(family)"
        }
      }.joined()
    }

    static func == (left: Cell, right: Cell) -> Bool { left.compared == right.compared }
    func hash(into hasher: inout Hasher) { hasher.combine(compared) }
  }

  fileprivate struct Table {
    var columns: [String]
    var key: [Int]
    var rows: [[Cell]]
  }

  private let calls: [CallRecord]
  private let lexicon: DrawnLexicon
  private var tables: [String: Table] = [:]

  init(_ history: History) {
    calls = history.calls
    lexicon = history.drawn?.lexicon ?? DrawnLexicon()
    for table in history.tables {
      let rows = table.rows.map { row in row.map { Cell($0, lexicon) } }
      tables[table.table] = Table(columns: table.columns, key: table.key, rows: rows)
    }
  }

  func differences(from serial: OutcomeCells, of counting: Set<CallID>) -> [OutcomeDifference.Item] {
    let names = tables.keys.filter { serial.tables[$0] != nil }.sorted()
    return names.flatMap { rows($0, from: serial) } + told(serial, counting)
  }

  // MARK: What calls were told

  private func told(_ serial: OutcomeCells, _ counting: Set<CallID>) -> [OutcomeDifference.Item] {
    let others = Dictionary(serial.calls.map { ($0.id, $0) }) { $1 }
    return calls.filter { counting.contains($0.id) }.flatMap { call -> [OutcomeDifference.Item] in
      guard let other = others[call.id] else { return [] }
      var items: [OutcomeDifference.Item] = []
      func note(_ column: String, _ seen: String?, _ serial: String?) {
        items.append(.init(row: call.spokenName, column: column, seen: seen, serial: serial))
      }
      if call.outcome != other.outcome {
        note("outcome", call.outcome.description, other.outcome.description)
      }
      if said(call) != serial.said(other) {
        note("said", Self.quoted(call.said), Self.quoted(other.said))
      }
      return items
    }
  }

  private func said(_ call: CallRecord) -> [Cell] {
    (call.told.isEmpty ? call.said.map { DrawnState.Cell($0) } : call.told).map { Cell($0, lexicon) }
  }

  private static func quoted(_ said: [String]) -> String? {
    said.isEmpty ? nil : said.map { "“\($0)”" }.joined(separator: ", ")
  }

  // MARK: Rows

  /// Rows of a table that are paired with those that come nearest; nobody reads about more.
  private static let mostCompared = 60

  private func rows(_ name: String, from serial: OutcomeCells) -> [OutcomeDifference.Item] {
    guard let table = tables[name], let other = serial.tables[name], table.columns == other.columns else {
      return []
    }
    var (seen, there) = Self.unequal(table.rows, other.rows)
    (seen, there) = (Array(seen.prefix(Self.mostCompared)), Array(there.prefix(Self.mostCompared)))
    var items: [OutcomeDifference.Item] = []
    while let pair = table.closest(seen, there) {
      let (row, counterpart) = (seen.remove(at: pair.seen), there.remove(at: pair.serial))
      for column in table.columns.indices where row[column] != counterpart[column] {
        items.append(
          .init(
            table: name, row: table.name(of: row, besides: counterpart), column: table.columns[column],
            seen: row[column].shown, serial: counterpart[column].shown))
      }
    }
    func whole(_ row: [Cell]) -> String { "(\(row.map(\.shown).joined(separator: ", ")))" }
    return items + seen.map { .init(table: name, row: table.name(of: $0), seen: whole($0)) }
      + there.map { .init(table: name, row: table.name(of: $0), serial: whole($0)) }
  }

  /// The rows that only one of the two has.
  private static func unequal(_ left: [[Cell]], _ right: [[Cell]]) -> (left: [[Cell]], right: [[Cell]]) {
    var counts: [[Cell]: Int] = [:]
    for row in right { counts[row, default: 0] += 1 }
    let only = left.filter { row in
      guard let count = counts[row], count > 0 else { return true }
      counts[row] = count - 1
      return false
    }
    let rest = right.filter { row in
      guard let count = counts[row], count > 0 else { return false }
      counts[row] = count - 1
      return true
    }
    return (only, rest)
  }
}

extension OutcomeCells.Table {
  /// The two rows that are most likely the same one: by their key, or else with the most fields alike, at
  /// least half of them.
  func closest(_ left: [[OutcomeCells.Cell]], _ right: [[OutcomeCells.Cell]]) -> (seen: Int, serial: Int)? {
    var best: (seen: Int, serial: Int, alike: Int)?
    for (seen, row) in left.enumerated() {
      for (serial, other) in right.enumerated() {
        let alike = zip(row, other).count(where: ==)
        guard mayBeOne(row, other, alike: alike), alike > best?.alike ?? -1 else { continue }
        best = (seen, serial, alike)
      }
    }
    return best.map { ($0.seen, $0.serial) }
  }

  private func mayBeOne(_ row: [OutcomeCells.Cell], _ other: [OutcomeCells.Cell], alike: Int) -> Bool {
    key.isEmpty ? alike * 2 >= columns.count : key.allSatisfy { row[$0] == other[$0] }
  }

  /// The values of its key; without one, of the first field that both rows have alike.
  func name(of row: [OutcomeCells.Cell], besides other: [OutcomeCells.Cell]? = nil) -> String {
    let alike = columns.indices.filter { other == nil || row[$0] == other?[$0] }.prefix(1)
    return (key.isEmpty ? Array(alike) : key).map { "\(columns[$0]) = \(row[$0].shown)" }.joined(
      separator: " and ")
  }
}
