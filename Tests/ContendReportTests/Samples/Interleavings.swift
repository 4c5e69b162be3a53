import ContendModel
import ContendReport

/// Interleavings that the tests draw.
enum Interleavings {
  private static let read = "BEGIN; SELECT stock AS have\n  FROM inventory WHERE sku = $1"
  private static let write = "UPDATE inventory SET stock = $1 WHERE sku = $2"

  private static func stock(_ value: String) -> RowSample {
    RowSample(columns: ["have"], rows: [[value]], count: 1)
  }

  static let lostUpdate = CounterexampleSection(
    schedule: "1.2.1.2.1.2", clients: ["client1", "client2"],
    steps: [
      StepSection(client: 1, sql: read, values: ["A-1"], rows: stock("100"), rowCount: 1),
      StepSection(client: 2, sql: read, values: ["A-1"], rows: stock("100"), rowCount: 1),
      StepSection(client: 1, sql: write, values: ["98", "A-1"], rowCount: 1),
      StepSection(
        client: 2, sql: write, values: ["99", "A-1"], rowCount: 1, blocked: true, blockedBy: [1],
        answeredAfterStep: 5),
      StepSection(client: 1, sql: "COMMIT", outcome: "ok"),
      StepSection(client: 2, sql: "COMMIT", outcome: "ok"),
    ],
    missed: [MissedSection(read: 2, write: 3)], kind: .invariant("conserved"),
    failure: "client 2 read stock = 100 before client 1's decrement was visible and overwrote it: "
      + "lost update (P4)",
    violated: RowSample(columns: ["sku", "stock", "sold"], rows: [["A-1", "99", "3"]], count: 1))

  /// Two statements that ran at once, one of which failed.
  static let tracedRound = CounterexampleSection(
    round: 7, clients: ["worker1", "worker2"],
    steps: [
      StepSection(
        client: 1, sql: "INSERT INTO claims VALUES ($1)", values: ["7"], rowCount: 1, answeredAfterStep: 2),
      StepSection(
        client: 2, attempt: 2, sql: "INSERT INTO claims VALUES ($1)", values: ["7"],
        error: StepErrorSection(
          sqlState: "23505", message: "duplicate key value violates unique constraint \"claims_pkey\""),
        outcome: "error:23505"),
      StepSection(
        client: 1, sql: "SELECT id, state FROM claims",
        rows: RowSample(
          columns: ["id", "state"], rows: [["7", nil], ["8", "done"], ["9", "done"], ["10", "new"]], count: 12
        ),
        rowCount: 12, outcome: "rejected:late"),
    ],
    kind: .error("23505"), failure: "worker 2 inserted what worker 1 had inserted")

  /// A deadlock of three, none of which goes on.
  static let stuck = CounterexampleSection(
    schedule: "1.2.3", clients: ["processor", "admin", "webhook"],
    steps: [
      StepSection(client: 1, sql: "UPDATE a SET n = 1", rowCount: 1),
      StepSection(client: 2, sql: "UPDATE a SET n = 2", blocked: true, blockedBy: [1]),
      StepSection(client: 3, sql: "\\kv get order:7 v", values: []),
      StepSection(client: 1, sql: "COMMIT"),
    ],
    kind: .stuck, failure: "admin never finished")

  /// A serialization failure that comes to a statement which waited.
  static let lateError = CounterexampleSection(
    schedule: "1.2.1", clients: ["client1", "client2"],
    steps: [
      StepSection(client: 1, sql: write, values: ["98", "A-1"], rowCount: 1),
      StepSection(
        client: 2, sql: write, values: ["99", "A-1"],
        error: StepErrorSection(
          sqlState: "40001", message: "could not serialize access due to concurrent update"),
        blocked: true, blockedBy: [1], answeredAfterStep: 3, outcome: "error:40001"),
      StepSection(client: 1, sql: "COMMIT", outcome: "ok"),
    ],
    kind: .error("40001"), failure: "a serialization failure reached the caller")

  static let wide = CounterexampleSection(
    schedule: "1.2", clients: ["注文", "管理者"],
    steps: [
      StepSection(
        client: 1, sql: "SELECT '東京都千代田区丸の内一丁目九番二号' AS 住所, '👩‍👩‍👧' AS 家族",
        rows: RowSample(columns: ["住所"], rows: [["東京都千代田区"]], count: 1), rowCount: 1,
        answeredAfterStep: 2),
      StepSection(client: 2, sql: "UPDATE 注文 SET 状態 = $1", values: ["取消"], rowCount: 1, outcome: "ok"),
    ])
}
