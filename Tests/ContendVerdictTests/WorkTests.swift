import ContendModel
import Testing

@testable import ContendVerdict

/// What a fix does alone is compared with what the control does alone.
@Suite struct WorkTests {
  private let order = ["orders": TableChange(inserted: 1), "inventory": TableChange(changed: 1)]

  private func work(_ changes: [String: TableChange], outcome: OutcomeKind = .ok, loses: Bool = false)
    -> [SerialWork]
  {
    let call = CallWork(outcome: outcome, losesWrites: loses, changes: changes)
    return [SerialWork(calls: [call, call])]
  }

  private func findings(_ fix: [SerialWork], left: [String] = []) -> [Finding] {
    WorkComparison(control: "buggy", before: work(order), after: fix, left: left).findings
  }

  @Test func `a fix that changes nothing is masked, with what it should have done`() {
    let found = findings(work([:]))
    #expect(found.map(\.verdict) == [.masked])
    #expect(
      found.first?.reason
        == "Alone, buggy changes 1 of inventory and inserts 1 row into orders for each call; this fix changes nothing."
    )
  }

  @Test func `a fix that forgets a table is regressed, unless it says that it leaves it`() {
    let forgetful = work(["orders": TableChange(inserted: 1)])
    let found = findings(forgetful)
    #expect(found.map(\.verdict) == [.regressed])
    #expect(
      found.first?.reason.contains(
        "buggy changes 1 of inventory for each call; this fix leaves inventory untouched") == true)
    #expect(found.first?.reason.contains("'\\leaves inventory'") == true)
    #expect(findings(forgetful, left: ["inventory"]).isEmpty)
  }

  @Test func `a fix that does the work is not held to how many rows it takes`() {
    #expect(
      findings(work(["orders": TableChange(inserted: 2), "inventory": TableChange(deleted: 1)])).isEmpty)
  }

  @Test func `what a call changed that did not end ok is no work`() {
    let found = findings(work(order, outcome: .rejected))
    #expect(found.map(\.verdict) == [.masked])
    #expect(found.first?.reason.contains("none of its 2 calls ends ok") == true)
  }

  @Test func `writes in a transaction that nobody commits are lost`() {
    let found = findings(work([:], loses: true))
    #expect(
      found.first?.reason.contains(
        "2 of 2 calls of it end ok with a transaction that is open, or that an error had aborted before its COMMIT: "
          + "rolled back: its writes are lost") == true)
  }

  @Test func `a control that changes nothing asks for nothing`() {
    #expect(WorkComparison(control: "buggy", before: work([:]), after: work([:])).findings.isEmpty)
  }

  @Test func `a table that is said to be left and that nobody writes is told`() {
    let notes = WorkComparison(control: "buggy", before: work(order), after: work(order), left: ["ordres"])
      .notes
    #expect(notes.texts == ["\\leaves ordres: alone, buggy does not write it."])
  }

  @Test func `rows that differ in the end are told with their values, and decide nothing`() {
    func rows(_ values: String) -> [SerialWork] {
      let call = CallWork(outcome: .ok, changes: ["t": TableChange(inserted: 1)])
      return [
        SerialWork(
          calls: [call], tables: ["t": .rows([.init(key: "(1)", values: values, comparable: values)])])
      ]
    }
    let comparison = WorkComparison(control: "buggy", before: rows("(1,5)"), after: rows("(1,6)"))
    #expect(comparison.findings.isEmpty)
    #expect(
      comparison.notes.texts == [
        "After the same calls, one after another, t differs: buggy leaves (1,5), this fix (1,6)."
      ])
  }

  @Test(
    arguments: [
      (
        ["(1,deleted)", "(2,live)"], ["(2,live)"],
        "beyond the rows that both leave, buggy leaves (1,deleted), this fix no row"
      ),
      (
        ["(2,live)"], ["(2,live)", "(3,x)"],
        "beyond the rows that both leave, buggy leaves no row, this fix (3,x)"
      ),
      (["(1,5)"], [], "buggy leaves (1,5), this fix no row"),
      (["(1,deleted)", "(2,live)"], ["(1,live)"], "buggy leaves (1,deleted), (2,live), this fix (1,live)"),
    ])
  func `a fix that leaves no row of its own is not said to leave nothing`(
    control: [String], fix: [String], told: String
  ) {
    func work(_ rows: [String]) -> [SerialWork] {
      let call = CallWork(outcome: .ok, changes: ["t": TableChange(changed: 1)])
      let content = rows.map { TableContent.Row(key: $0, values: $0, comparable: $0) }
      return [SerialWork(calls: [call], tables: ["t": .rows(content)])]
    }
    let notes = WorkComparison(control: "buggy", before: work(control), after: work(fix)).notes
    #expect(notes.texts == ["After the same calls, one after another, t differs: \(told)."])
  }

  @Test func `rows are told apart by their key, or else by their values`() {
    func row(_ key: String?, _ values: String) -> TableContent.Row {
      .init(key: key, values: values, comparable: values)
    }
    let keyed = TableContent.rows([row("1", "a"), row("2", "b"), row("3", "c")])
    let later = TableContent.rows([row("1", "a"), row("2", "x"), row("4", "d")])
    #expect(keyed.change(to: later) == TableChange(inserted: 1, changed: 1, deleted: 1))
    let bare = TableContent.rows([row(nil, "a"), row(nil, "a")])
    #expect(
      bare.change(to: .rows([row(nil, "a"), row(nil, "b"), row(nil, "c")]))
        == TableChange(inserted: 1, changed: 1))
    #expect(TableContent.digest(count: 5, "x").change(to: .digest(count: 5, "y")) == TableChange(changed: 1))
  }
}
