import ContendModel
import ContendPostgres
import Testing

@testable import ContendExecution

struct TransactionStateTests {
  /// Which of these statements may take the snapshot that a transaction keeps.
  private func fixing(_ statements: [(sql: String, kind: StatementKind)]) -> [String] {
    var state = TransactionState(defaultIsolation: .readCommitted)
    state.will(Request(sql: "BEGIN ISOLATION LEVEL REPEATABLE READ", kind: .begin), inTransaction: false)
    return statements.compactMap { sql, kind in
      state.will(Request(sql: sql, kind: kind), inTransaction: true)
      return state.fixesSnapshot ? sql : nil
    }
  }

  @Test func `the first query takes the snapshot, and no other one`() {
    #expect(fixing([("SELECT 1", .other), ("UPDATE t SET v = 1", .other)]) == ["SELECT 1"])
  }

  @Test func `what passes takes none`() {
    let statements: [(String, StatementKind)] = [
      ("SET LOCAL work_mem = '2MB'", .setting), ("SAVEPOINT s", .savepoint), ("SELECT 1", .other),
    ]
    #expect(fixing(statements) == ["SELECT 1"])
  }

  @Test func `where it is not known whether it was taken, what follows may take it too`() {
    let statements: [(String, StatementKind)] = [
      ("LOCK TABLE t", .other), ("FETCH h", .other), (" (SELECT 1)", .other), ("SELECT 2", .other),
    ]
    #expect(fixing(statements) == ["LOCK TABLE t", "FETCH h", " (SELECT 1)"])
  }

  @Test func `a chained transaction takes a snapshot of its own, at the level of the one before`() {
    let statements: [(String, StatementKind)] = [
      ("SELECT 1", .other), ("COMMIT AND CHAIN", .commit), ("SELECT 2", .other), ("COMMIT", .commit),
    ]
    #expect(fixing(statements) == ["SELECT 1", "SELECT 2"])
  }

  @Test func `who begins a transaction is known`() {
    #expect(Request(sql: "begin", kind: .begin).beginsTransaction)
    #expect(Request(sql: "COMMIT AND CHAIN", kind: .commit).beginsTransaction)
    #expect(Request(sql: "rollback and chain", kind: .rollback).beginsTransaction)
    #expect(!Request(sql: "COMMIT", kind: .commit).beginsTransaction)
    #expect(!Request(sql: "SELECT chain FROM t", kind: .other).beginsTransaction)
  }
}
