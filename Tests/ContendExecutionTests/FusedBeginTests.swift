import ContendExecution
import ContendModel
import Testing

struct FusedBeginTests {
  private static let bodies = [
    "BEGIN;\nSELECT n FROM item WHERE id = 1  \\gset\nUPDATE item SET n = :n + 1 WHERE id = 1;\nCOMMIT;",
    "BEGIN ISOLATION LEVEL REPEATABLE READ;\nSHOW transaction_isolation  \\gset\nCOMMIT;",
    // An error in the statement that BEGIN travels with.
    "BEGIN;\nSELECT 1 / 0;\nCOMMIT;",
    "BEGIN;\nSELECT nonsense FROM nowhere;",
    "\\try 22012\nBEGIN;\nSELECT 1 / 0;\n\\catch\nROLLBACK;\nSELECT 7 AS seven  \\gset\n\\endtry",
    // A BEGIN that fails.
    "BEGIN ISOLATION LEVEL NONSENSE;\nSELECT n FROM item WHERE id = 1;",
    "SELECT 1 / 0;\nBEGIN;\nSELECT 2;",
    "BEGIN;\nSELECT 1;\nBEGIN ISOLATION LEVEL SERIALIZABLE;\nSELECT 2;\nCOMMIT;",
    // Nothing for it to travel with.
    "BEGIN;\n\\set x 1\nSELECT :x + 1 AS y  \\gset\nCOMMIT;",
    "BEGIN;\nCOMMIT;",
    "UPDATE item SET n = 0;\nBEGIN;",
    // Prepared anew with other types, not prepared at all, and once more.
    "BEGIN;\nSELECT n + :call AS s FROM item WHERE id = :client  \\gset\nCOMMIT;",
    "\\set t 'item'\nBEGIN;\nSELECT count(*) AS c FROM :\"t\"  \\gset\nCOMMIT;",
    "\\set i 0\n\\while :i < 3 max 9\nBEGIN;\nUPDATE item SET n = n + 1;\nCOMMIT;\n\\set i :i + 1\n\\endwhile",
    "\\retry on 22012 max 3 backoff 1ms..2ms\nBEGIN;\nSELECT 1 / (3 - :attempt) AS r  \\gset\nCOMMIT;",
    "BEGIN;\nINSERT INTO item VALUES (9, 9);\nCOMMIT;\nSELECT :ROW_COUNT AS zero  \\gset",
  ]

  @Test(arguments: bodies)
  func `a call does and says the same whether its BEGIN travels alone or not`(_ body: String) async throws {
    var trial = Trial(footer: "\\invariant items \"x\"\nSELECT id, n FROM item ORDER BY id;", calls: 2)
    let alone = try await trial.rounds(2, of: body)
    trial.fusesBegin = true
    let fused = try await trial.rounds(2, of: body)
    for (one, other) in zip(alone, fused) {
      #expect(one.calls.map(\.outcome) == other.calls.map(\.outcome))
      #expect(one.calls.map(\.variables) == other.calls.map(\.variables))
      #expect(one.calls.map(\.statements) == other.calls.map(\.statements))
      #expect(one.invariants == other.invariants)
    }
  }
}
