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
    guard !wanted.isDisjoint(with: done) else { return [Finding(.masked, nothing(wanted, done))] }
    return wanted.subtracting(done).sorted().map { table in
      Finding(.regressed, .serial(.tableForgotten(control: control, missing: work([table]), table: table)))
    }
  }

  package var notes: [Evidence] {
    let unknown = left.subtracting(Self.tables(before)).sorted()
    return [Self.lostWrites(of: nil, after)].compactMap(\.self)
      + unknown.map { .serial(.leavesUnwritten(table: $0, control: control)) } + differences
  }

  /// Calls that end well and lose what they wrote; nil where there are none.
  package static func lostWrites(of variant: String?, _ runs: [SerialWork]) -> Evidence? {
    lostCalls(runs).map { .serial(.lostWrites(variant: variant, calls: $0)) }
  }

  private static func lostCalls(_ runs: [SerialWork]) -> Share? {
    let calls = runs.flatMap(\.calls)
    let count = calls.count(where: \.losesWrites)
    return count > 0 ? Share(count, of: calls.count) : nil
  }

  private func nothing(_ wanted: Set<String>, _ done: Set<String>) -> Evidence {
    let calls = after.flatMap(\.calls)
    return .serial(
      .noWork(
        control: control, missing: work(wanted), instead: done.sorted(),
        ok: calls.count { $0.outcome == .ok }, calls: calls.count, lost: Self.lostCalls(after)))
  }

  /// What the control does to these tables: each call, where all of them do the same.
  private func work(_ tables: Set<String>) -> Work {
    let calls = before.flatMap(\.calls).filter { $0.outcome == .ok && !$0.changes.isEmpty }
    let each = calls.first?.changes.filter { tables.contains($0.key) } ?? [:]
    let isSame = calls.allSatisfy { call in call.changes.filter { tables.contains($0.key) } == each }
    let total = isSame ? each : Self.total(calls).filter { tables.contains($0.key) }
    return Work(
      tables: total.sorted { $0.key < $1.key }.map { Work.Table(name: $0, change: $1) },
      calls: isSame ? nil : calls.count)
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
  private var differences: [Evidence] {
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
        return .serial(
          .tableDiffers(
            table: table, control: self.control, before: gone, after: added,
            // A side without a row of its own may leave many rows all the same.
            shared: (gone.isEmpty || added.isEmpty) && gone.count < rows.count))
      }
      return nil
    }
  }
}
