import ContendModel
import ContendPostgres

/// Reads what a run left in the database, and tells what the server drew in it from all else.
struct StateReader {
  /// What one reading came to.
  struct Reading {
    var digest: String
    /// Nil where nothing is drawn.
    var drawn: DrawnState?
  }

  private let draws: ServerDraws
  private var families: IdFamilies
  private var query: StateQuery
  /// What is the same for all runs.
  private var seed = DrawnLexicon()
  /// The first number that each sequence will give, by its name.
  private var next: [String: Int64] = [:]
  /// The first transaction id that the run may be given.
  private var transaction: Int64 = 0

  var sql: String { query.sql }
  var drawsAnything: Bool { !draws.isNone }

  init(_ catalog: StateCatalog, _ draws: ServerDraws) {
    self.draws = draws
    families = IdFamilies(catalog)
    query = StateQuery(catalog, draws, families)
  }

  /// A reader of the database as it is now, which is the seed state.
  static func make(_ draws: ServerDraws, on connection: Connection) async throws(SQLFailure) -> StateReader {
    var catalog = try await StateCatalog.read(on: connection, inDetail: !draws.isNone)
    guard !draws.isNone else { return StateReader(catalog, draws) }
    try await catalog.measure(on: connection)
    var reader = StateReader(catalog, draws)
    reader.keep(try await connection.batch(reader.sql).get())
    return reader
  }

  /// Goes over to what the schema has become; what is known of the seed state remains.
  mutating func follow(_ catalog: StateCatalog) {
    families = IdFamilies(catalog)
    query = StateQuery(catalog, draws, families)
  }

  /// Takes down what stands in the seed state.
  private mutating func keep(_ rows: ResultSet) {
    var seed = DrawnLexicon()
    seed.known = draws.known
    for row in 0..<rows.rowCount {
      switch Int(rows.integer(row, 0) ?? 0) {
      case StateQuery.Part.facts: transaction = rows.integer(row, 2) ?? 0
      case StateQuery.Part.sequence:
        let sequence = query.sequences[Int(rows.integer(row, 1) ?? 0)]
        let last = rows.integer(row, 2) ?? 0
        next[sequence.name] = rows.text(row, 3) == "true" ? last &+ sequence.increment : last
      case let table: keep(cells(rows, row, query.tables[table].columns), in: &seed)
      }
    }
    self.seed = seed
  }

  private func keep(_ cells: [DrawnState.Cell], in seed: inout DrawnLexicon) {
    for cell in cells {
      for token in cell.text.map(DrawnLexicon.tokens) ?? [] {
        if let family = cell.family {
          if let number = Int64(token) {
            seed.families[family, default: .init(drawn: [])].kept.insert(number)
          }
        } else if isDrawn(token), seed.known[token] == nil {
          // Another lane's set-up draws another one at the same place.
          seed.known[token] = "drawn by the set-up \(seed.known.count)"
        }
      }
    }
  }

  /// A UUID, or a digest where those are random.
  private func isDrawn(_ token: String) -> Bool {
    let length = token.utf8.count
    return length == 36 || draws.digests && [32, 40, 64].contains(length)
  }

  /// What a client was told, with families in the place of columns.
  func naming(_ told: [DrawnState.Cell]) -> [DrawnState.Cell] {
    told.map { DrawnState.Cell($0.text, family: $0.family.flatMap { families.names[$0] }) }
  }

  /// What a run left, from the rows that `sql` returns.
  mutating func read(_ rows: ResultSet) -> Reading {
    guard drawsAnything else { return Reading(digest: rows.text(0, 0) ?? "") }
    var state = DrawnState(rows: [], lexicon: seed)
    state.lexicon.drawsUUIDs = draws.uuids
    state.lexicon.drawsHex = draws.digests
    var digest = ""
    for row in 0..<rows.rowCount {
      switch Int(rows.integer(row, 0) ?? 0) {
      case StateQuery.Part.facts:
        if draws.clock { state.lexicon.now = rows.text(row, 1).flatMap(Double.init) }
        let transactions = transaction..<max(transaction, rows.integer(row, 2) ?? 0)
        if draws.transactions { state.lexicon.transactions = transactions }
        transaction = transactions.upperBound
        state.lexicon.objects = Set(rows.text(row, 3)?.split(separator: " ").map(String.init) ?? [])
        digest = rows.text(row, 4) ?? ""
      case StateQuery.Part.sequence:
        note(query.sequences[Int(rows.integer(row, 1) ?? 0)], rows, row, in: &state.lexicon)
      case let number:
        let table = query.tables[number]
        state.rows.append(DrawnState.Row(table: table.name, cells: cells(rows, row, table.columns)))
      }
    }
    return Reading(digest: digest, drawn: state)
  }

  /// What a sequence has given since the seed state.
  private func note(
    _ sequence: StateCatalog.Sequence, _ rows: ResultSet, _ row: Int, in lexicon: inout DrawnLexicon
  ) {
    guard let family = families.sequences.first(where: { $1.contains { $0.name == sequence.name } })?.key
    else {
      return
    }
    let last = rows.integer(row, 2) ?? 0
    let first = next[sequence.name] ?? last
    let upcoming = rows.text(row, 3) == "true" ? last &+ sequence.increment : last
    let given = sequence.increment > 0 ? first <= last : first >= last
    var drawn: [ClosedRange<Int64>] = []
    if sequence.isErratic || upcoming != first && !given {
      // It was set back, or gave numbers out of turn: any that was not there before may be its.
      drawn = [.min ... .max]
    } else if upcoming != first {
      drawn = [min(first, last)...max(first, last)]
    }
    lexicon.families[family, default: .init(drawn: [])].drawn += drawn
  }

  /// The fields of a row after the first.
  private func cells(_ rows: ResultSet, _ row: Int, _ columns: [StateCatalog.Column]) -> [DrawnState.Cell] {
    columns.enumerated().map { index, column in
      DrawnState.Cell(rows.text(row, index + 1), family: families.names[column.id])
    }
  }
}
