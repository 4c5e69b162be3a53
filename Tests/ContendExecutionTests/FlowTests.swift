import ContendModel
import Testing

struct FlowTests {
  @Test(arguments: [(3, "small"), (5, "middle"), (9, "large")])
  func `if, elif and else choose one branch`(number: Int, expected: String) async throws {
    let call = try await Trial().call(
      """
      \\set n \(number)
      \\if :n < 5
        \\set size 'small'
      \\elif :n < 7
        \\set size 'middle'
      \\else
        \\set size 'large'
      \\endif
      """)
    #expect(call.variables["size"]?.text == expected)
  }

  @Test func `NULL in a condition is false`() async throws {
    let call = try await Trial().call(
      #"""
      SELECT NULL::int AS n  \gset
      \if :n < 5
        \fail wrong
      \endif
      """#)
    #expect(call.outcome == .ok)
  }

  @Test func `for goes through a list, also through chunks of it`() async throws {
    let call = try await Trial().call(
      #"""
      \set sum 0
      \set pieces 0
      \for chunk in chunks([1, 2, 3, 4, 5], 2)
        \set pieces :pieces + 1
        \for n in :chunk
          \set sum :sum + :n
        \endfor
      \endfor
      """#)
    #expect(call.variables["sum"] == .integer(15))
    #expect(call.variables["pieces"] == .integer(3))
  }

  @Test func `a list is bound as an array`() async throws {
    let call = try await Trial().call(
      #"""
      \set ids [1, 2, 7]
      SELECT count(*) AS found FROM item WHERE id = ANY(:ids)  \gset
      """#)
    #expect(call.variables["found"] == .integer(2))
  }

  @Test func `while goes on as long as its condition holds`() async throws {
    let call = try await Trial().call(
      #"""
      \set n 0
      \while :n < 4 max 10
        \set n :n + 1
      \endwhile
      """#)
    #expect(call.variables["n"] == .integer(4))
    #expect(call.outcome == .ok)
  }

  @Test func `a while that reaches its limit is an error`() async throws {
    let call = try await Trial().call(
      #"""
      \set n 0
      \while true max 10
        \set n :n + 1
      \endwhile
      """#)
    #expect(call.outcome == .applicationError(reason: "while_limit"))
    #expect(call.variables["n"] == .integer(10))
  }

  @Test(
    arguments: [
      (#"\reject out_of_stock"#, Outcome.rejected(reason: "out_of_stock")),
      (#"\fail broken"#, Outcome.applicationError(reason: "broken")),
      (#"\return"#, Outcome.ok),
    ])
  func `reject, fail and return end the call`(directive: String, outcome: Outcome) async throws {
    let call = try await Trial().call("\\if true\n\(directive)\n\\endif\n\\set unreached 1")
    #expect(call.outcome == outcome)
    #expect(call.variables.isEmpty)
  }

  @Test func `say records what the user was told, with values`() async throws {
    let call = try await Trial().call(
      #"""
      \set n 3
      \say you get :n items
      \say done
      """#)
    #expect(call.said == ["you get 3 items", "done"])
  }

  @Test func `try catches what it names and does not roll back`() async throws {
    let history = try await Trial(footer: "\\invariant kept \"x\"\nSELECT id FROM item WHERE id = 3;").round(
      #"""
      INSERT INTO item VALUES (3, 30);
      \try 23505
        INSERT INTO item VALUES (1, 1);
      \catch
        \set caught :SQLSTATE
      \endtry
      """#)
    #expect(history.calls[0].outcome == .ok)
    #expect(history.calls[0].variables["caught"]?.text == "23505")
    #expect(history.rows(of: "kept") == [["3"]])
  }

  @Test(arguments: [("23", true), ("23505", true), ("40", false), ("40001", false)])
  func `try knows SQLSTATEs and classes of them`(pattern: String, catches: Bool) async throws {
    let call = try await Trial().call(
      """
      \\try \(pattern)
        INSERT INTO item VALUES (1, 1);
      \\catch
        \\set caught 1
      \\endtry
      """)
    #expect((call.outcome == .ok) == catches)
    #expect((call.variables["caught"] != nil) == catches)
  }

  @Test func `sleep takes its time`() async throws {
    let call = try await Trial().call(#"\sleep 250ms"#)
    #expect(call.duration >= .milliseconds(250))
  }

  @Test func `a transaction left open is rolled back and holds nothing up`() async throws {
    let trial = Trial(footer: "\\invariant changed \"x\"\nSELECT id FROM item WHERE n > 20;", calls: 3)
    let history = try await trial.round(
      #"""
      BEGIN;
      UPDATE item SET n = n + 100 WHERE id = 1;
      \reject changed_my_mind
      """#)
    #expect(history.calls.count == 3)
    #expect(history.calls.allSatisfy { $0.outcome == .rejected(reason: "changed_my_mind") })
    #expect(history.rows(of: "changed") == [])
  }
}
