/// What a run left behind in tables with values that differ from run to run although nothing else does:
/// ids that the server drew, and points in time.
package struct DrawnState: Hashable, Sendable {
  /// A row of a table, its columns in their order.
  package struct Row: Hashable, Sendable {
    package var table: String
    package var cells: [Cell]

    package init(table: String, cells: [Cell]) {
      self.table = table
      self.cells = cells
    }
  }

  package struct Cell: Hashable, Sendable {
    /// Nil is NULL.
    package var text: String?
    /// What the column holds the ids of, if it is an id or refers to one: a key of `DrawnLexicon.ids`.
    package var family: String?

    package init(_ text: String?, family: String? = nil) {
      self.text = text
      self.family = family
    }
  }

  package var rows: [Row]
  package var lexicon: DrawnLexicon

  package init(rows: [Row], lexicon: DrawnLexicon) {
    self.rows = rows
    self.lexicon = lexicon
  }
}

/// How values that the server drew in one run are distinguished from all others.
package struct DrawnLexicon: Hashable, Sendable {
  /// The ids of one sequence or of several that fill the same columns.
  package struct Family: Hashable, Sendable {
    /// What the run drew; an aborted transaction's included.
    package var drawn: [ClosedRange<Int64>]
    /// What stood in the seed state.
    package var kept: Set<Int64>

    package init(drawn: [ClosedRange<Int64>], kept: Set<Int64> = []) {
      self.drawn = drawn
      self.kept = kept
    }

    func holds(_ number: Int64) -> Bool {
      !kept.contains(number) && drawn.contains { $0.contains(number) }
    }
  }

  package var families: [String: Family] = [:]
  /// The server's time at the end of the run, in seconds since 1970; nil where nobody asks a clock.
  package var now: Double?
  package var drawsUUIDs = false
  /// Runs of hexadecimal digits that are as long as a digest are random.
  package var drawsHex = false
  /// Transaction ids that the run may have been given.
  package var transactions: Range<Int64>?
  /// Oids of large objects, as text.
  package var objects: Set<String> = []
  /// Tokens that are the same in every run, with what to call them: those of the scenario's own texts,
  /// and UUIDs that the set-up drew.
  package var known: [String: String] = [:]

  package init() {}
}
