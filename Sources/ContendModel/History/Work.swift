/// What calls that ran one after another did to the rows of a database.
package struct SerialWork: Hashable, Sendable {
  package var calls: [CallWork]
  /// What the tables hold in the end, by table.
  package var tables: [String: TableContent]

  package init(calls: [CallWork], tables: [String: TableContent] = [:]) {
    self.calls = calls
    self.tables = tables
  }
}

/// What one call changed.
package struct CallWork: Hashable, Sendable {
  package var outcome: OutcomeKind
  /// It ended with an open transaction that had written something, which was rolled back.
  package var losesWrites: Bool
  /// By table; tables that are as they were are left out.
  package var changes: [String: TableChange]

  package init(outcome: OutcomeKind, losesWrites: Bool = false, changes: [String: TableChange] = [:]) {
    self.outcome = outcome
    self.losesWrites = losesWrites
    self.changes = changes
  }
}

/// How many rows of a table are new, others, or gone.
package struct TableChange: Codable, Hashable, Sendable {
  package var inserted = 0
  package var changed = 0
  package var deleted = 0

  package init(inserted: Int = 0, changed: Int = 0, deleted: Int = 0) {
    self.inserted = inserted
    self.changed = changed
    self.deleted = deleted
  }

  package var isNone: Bool { inserted == 0 && changed == 0 && deleted == 0 }

  package static func + (left: TableChange, right: TableChange) -> TableChange {
    TableChange(
      inserted: left.inserted + right.inserted, changed: left.changed + right.changed,
      deleted: left.deleted + right.deleted)
  }
}

/// The rows of a table; of a large one only their number and a digest of them.
package enum TableContent: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    /// Of the primary key; nil where the table has none.
    package var key: String?
    package var values: String
    /// Without what a sequence or a clock gave, which no two runs have alike.
    package var comparable: String

    package init(key: String?, values: String, comparable: String) {
      self.key = key
      self.values = values
      self.comparable = comparable
    }
  }

  case rows([Row])
  case digest(count: Int, String)
}

extension TableContent {
  /// What became of these rows.
  ///
  /// Rows without a key are distinguished by their values alone: as many as are both gone and new are changed.
  package func change(to other: TableContent) -> TableChange {
    switch (self, other) {
    case (.rows(let before), .rows(let after)): Self.change(before, after)
    case (.digest(let count, let digest), .digest(let later, let other)):
      TableChange(
        inserted: max(0, later - count), changed: later == count && digest != other ? 1 : 0,
        deleted: max(0, count - later))
    default: TableChange()
    }
  }

  private static func change(_ before: [Row], _ after: [Row]) -> TableChange {
    let old = Dictionary(before.map { ($0.key ?? $0.values, $0) }) { first, _ in first }
    guard before.allSatisfy({ $0.key != nil }), after.allSatisfy({ $0.key != nil }) else {
      let gone = Self.excess(of: before.map(\.values), over: after.map(\.values)).count
      let new = Self.excess(of: after.map(\.values), over: before.map(\.values)).count
      let changed = min(gone, new)
      return TableChange(inserted: new - changed, changed: changed, deleted: gone - changed)
    }
    var change = TableChange()
    for row in after {
      guard let known = row.key.flatMap({ old[$0] }) else {
        change.inserted += 1
        continue
      }
      if known.values != row.values { change.changed += 1 }
    }
    change.deleted = before.count + change.inserted - after.count
    return change
  }

  /// The elements that one list has more often than the other, in its order.
  package static func excess(of list: [String], over other: [String]) -> [String] {
    var counts: [String: Int] = [:]
    for element in other { counts[element, default: 0] += 1 }
    return list.filter { element in
      guard let count = counts[element], count > 0 else { return true }
      counts[element] = count - 1
      return false
    }
  }
}
