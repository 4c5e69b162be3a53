package import ContendModel

/// Whether a fix still does the work that it is there for.
///
/// The control's program, run one call after another, is the yardstick; the fix ran the same calls in the
/// same orders. A fix that changes nothing has no failures either.
package struct WorkComparison: Sendable {
  /// The control's name.
  package var control: String
  /// Run by run, each with the calls of the other's run at its place.
  package var before: [SerialWork]
  package var after: [SerialWork]
  /// Tables whose work the fix says goes elsewhere.
  package var left: Set<String>

  package init(control: String, before: [SerialWork], after: [SerialWork], left: [String] = []) {
    self.control = control
    self.before = before
    self.after = after
    self.left = Set(left)
  }

  /// `masked` for a fix that does none of the work, `regressed` for each table that it forgets.
  package var findings: [Finding] {
    let wanted = Self.tables(before).subtracting(left)
    let done = Self.tables(after)
    guard !wanted.isEmpty, !after.isEmpty else { return [] }
    guard !wanted.isDisjoint(with: done) else { return [Finding(.masked, nothing(done))] }
    return wanted.subtracting(done).sorted().map { Finding(.regressed, forgotten($0)) }
  }

  package var notes: [String] {
    let unknown = left.subtracting(Self.tables(before)).sorted()
    return Self.lostWrites(of: "this fix", after).map { [$0] } ?? []
      + unknown.map { "\\leaves \($0): alone, \(control) does not write it." } + differences
  }

  /// What is said of calls that end well and lose what they wrote; nil where there are none.
  package static func lostWrites(of name: String, _ runs: [SerialWork]) -> String? {
    let calls = runs.flatMap(\.calls)
    let count = calls.count(where: \.losesWrites)
    guard count > 0 else { return nil }
    return
      "\(Figures.grouped(count)) of \(Figures.grouped(calls.count)) calls of \(name) end ok with a transaction "
      + "that is open, or that an error had aborted before its COMMIT: rolled back: its writes are lost. "
      + "Is a COMMIT missing, or a ROLLBACK TO SAVEPOINT?"
  }

  // MARK: Sentences

  private func nothing(_ done: Set<String>) -> String {
    let ok = after.flatMap(\.calls).count { $0.outcome == .ok }
    let calls = after.reduce(0) { $0 + $1.calls.count }
    let elsewhere = done.isEmpty ? "nothing" : "nothing of that, only \(Self.list(done.sorted()))"
    var sentence =
      "Alone, \(control) \(doings(Self.tables(before).subtracting(left))); this fix changes \(elsewhere)"
    if ok == 0 { sentence += ": none of its \(Figures.grouped(calls)) calls ends ok" }
    sentence += "."
    if let lost = Self.lostWrites(of: "it", after) { sentence += " " + lost }
    return sentence
  }

  private func forgotten(_ table: String) -> String {
    "Alone, \(control) \(doings([table])); this fix leaves \(table) untouched. Where that work goes elsewhere, "
      + "say '\\leaves \(table)' in the fix."
  }

  /// `inserts 1 row into orders and changes 1 of inventory for each call`.
  private func doings(_ tables: Set<String>) -> String {
    let calls = before.flatMap(\.calls).filter { $0.outcome == .ok && !$0.changes.isEmpty }
    let each = calls.first?.changes.filter { tables.contains($0.key) } ?? [:]
    let isSame = calls.allSatisfy { call in call.changes.filter { tables.contains($0.key) } == each }
    let total = isSame ? each : Self.total(calls).filter { tables.contains($0.key) }
    let parts = total.sorted { $0.key < $1.key }.flatMap { Self.parts($1, of: $0) }
    let share = isSame ? "for each call" : "in \(Figures.grouped(calls.count)) calls"
    return "\(Self.list(parts)) \(share)"
  }

  private static func parts(_ change: TableChange, of table: String) -> [String] {
    func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(Figures.grouped(count)) rows" }
    var parts: [String] = []
    if change.inserted > 0 { parts.append("inserts \(rows(change.inserted)) into \(table)") }
    if change.changed > 0 { parts.append("changes \(Figures.grouped(change.changed)) of \(table)") }
    if change.deleted > 0 { parts.append("deletes \(rows(change.deleted)) from \(table)") }
    return parts
  }

  private static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }

  // MARK: What changed

  /// What calls that ended ok have changed.
  private static func tables(_ runs: [SerialWork]) -> Set<String> {
    Set(runs.flatMap(\.calls).filter { $0.outcome == .ok }.flatMap(\.changes.keys))
  }

  private static func total(_ calls: [CallWork]) -> [String: TableChange] {
    calls.reduce(into: [:]) { $0.merge($1.changes) { $0 + $1 } }
  }

  /// The first run after which a table differs, table by table.
  private var differences: [String] {
    let tables = Set(before.flatMap(\.tables.keys)).subtracting(left)
    return tables.sorted().compactMap { table in
      for (control, fix) in zip(before, after) {
        guard control.calls.map(\.outcome) == fix.calls.map(\.outcome),
          case .rows(let old)? = control.tables[table], case .rows(let new)? = fix.tables[table]
        else { continue }
        let (rows, others) = (old.map(\.comparable), new.map(\.comparable))
        let gone = TableContent.excess(of: rows, over: others)
        let added = TableContent.excess(of: others, over: rows)
        guard !gone.isEmpty || !added.isEmpty else { continue }
        // A side without a row of its own may leave many rows all the same.
        let hasShared = (gone.isEmpty || added.isEmpty) && gone.count < rows.count
        return "After the same calls, one after another, \(table) differs: "
          + (hasShared ? "beyond the rows that both leave, " : "")
          + "\(self.control) leaves \(Self.shown(gone)), this fix \(Self.shown(added))."
      }
      return nil
    }
  }

  private static let rowsShown = 2

  private static func shown(_ rows: [String]) -> String {
    guard !rows.isEmpty else { return "no row" }
    let more = rows.count > rowsShown ? " and \(Figures.grouped(rows.count - rowsShown)) more" : ""
    return rows.prefix(rowsShown).joined(separator: ", ") + more
  }
}
