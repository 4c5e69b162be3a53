import ContendModel
import Testing

struct StatementTests {
  @Test func `a statement sets ROW_COUNT, SQLSTATE and ERROR`() async throws {
    let call = try await Trial().call(
      #"""
      UPDATE item SET n = n + 1;
      \set rows :ROW_COUNT
      \set state :SQLSTATE
      \set failed :ERROR
      """#)
    #expect(call.outcome == .ok)
    #expect(call.variables == ["rows": .integer(2), "state": .string("00000"), "failed": .boolean(false)])
    #expect(call.statements == 1)
  }

  @Test func `gset keeps the types of its columns`() async throws {
    let call = try await Trial().call(
      #"""
      SELECT 1::smallint AS small, 2::bigint AS big, 1.50::numeric AS price, 'x'::text AS word, true AS yes,
             ARRAY[1, 2] AS list, NULL::int AS nothing, '{"a": 1}'::jsonb AS tree  \gset
      """#)
    #expect(call.variables["small"] == .integer(1))
    #expect(call.variables["big"] == .integer(2))
    #expect(call.variables["price"]?.text == "1.5")
    #expect(call.variables["word"]?.text == "x")
    #expect(call.variables["yes"] == .boolean(true))
    #expect(call.variables["list"] == .array([.integer(1), .integer(2)]))
    #expect(call.variables["nothing"] == .null)
    #expect(call.variables["tree"]?.text == #"{"a": 1}"#)
  }

  @Test func `a gset value goes back to the server with its type`() async throws {
    let call = try await Trial().call(
      #"""
      SELECT '2024-02-29 12:00:00+00'::timestamptz AS moment, 3000000000 AS large, '[1,3)'::int4range AS span  \gset
      SELECT :moment + interval '1 day' AS later, :large + 1 AS larger, upper(:span) AS top  \gset
      """#)
    #expect(call.outcome == .ok)
    #expect(call.variables["larger"] == .integer(3_000_000_001))
    #expect(call.variables["top"] == .integer(3))
    #expect(call.variables["later"]?.text?.hasPrefix("2024-03-01") == true)
  }

  @Test func `gset without a row unsets, and a name can be asked for`() async throws {
    let call = try await Trial().call(
      #"""
      SELECT n FROM item WHERE id = 1  \gset
      \set before :{?n}
      SELECT n FROM item WHERE id = 3  \gset
      \set after :{?n}
      """#)
    #expect(call.variables == ["before": .boolean(true), "after": .boolean(false)])
  }

  @Test func `gset with several rows is an error of the call`() async throws {
    let call = try await Trial().call(#"SELECT n FROM item  \gset"#)
    #expect(call.outcome == .applicationError(reason: "gset_many_rows"))
  }

  @Test func `gset takes a prefix and aset the last row`() async throws {
    let call = try await Trial().call(
      #"""
      SELECT id, n FROM item WHERE id = 1  \gset my_
      SELECT id, n FROM item ORDER BY id  \aset last_
      """#)
    #expect(call.variables["my_n"] == .integer(10))
    #expect(call.variables["last_n"] == .integer(20))
  }

  @Test func `bind gives the numbered parameters`() async throws {
    let call = try await Trial().call(
      #"""
      SELECT $1::int - $2::int AS difference  \bind 5 3 \gset
      """#)
    #expect(call.variables["difference"] == .integer(2))
  }

  @Test func `values are bound, never pasted`() async throws {
    let call = try await Trial().call(
      #"""
      \set text 'it''s; DROP TABLE item; --'
      SELECT :text::text AS echoed, count(*) AS items FROM item  \gset
      """#)
    #expect(call.variables["echoed"]?.text == "it's; DROP TABLE item; --")
    #expect(call.variables["items"] == .integer(2))
  }

  @Test func `quoted values go where PostgreSQL takes no parameter`() async throws {
    let call = try await Trial().call(
      #"""
      \set column 'odd "name'
      \set text 'it''s'
      SELECT :'text' AS :"column", 7 AS seven  \gset
      SET application_name = :'text';
      SELECT current_setting('application_name') AS shown  \gset
      """#)
    #expect(call.outcome == .ok)
    #expect(call.variables["odd \"name"]?.text == "it's")
    #expect(call.variables["shown"]?.text == "it's")
  }

  @Test func `NULL is not an identifier`() async throws {
    let fault = try await Trial().fault(
      #"""
      SELECT NULL::text AS label  \gset
      SELECT 1 AS :"label";
      """#)
    #expect(fault?.message == "NULL is not an identifier: label")
  }

  @Test func `a variable that no row has set ends the call, with the statement that gave none`() async throws
  {
    let call = try await Trial().call(
      #"""
      BEGIN;
      SELECT n FROM item WHERE id = 3  \gset
      UPDATE item SET n = :n;
      """#)
    #expect(call.outcome == .applicationError(reason: "undefined"))
    #expect(call.explanation == "variable ':n' has no value: the statement at line 7 gave no row")
    #expect(call.statements == 3)  // the UPDATE was never sent, the ROLLBACK was
  }

  @Test func `unset takes a value away, and a call is told why it has none`() async throws {
    let call = try await Trial().call(
      #"""
      \set x 1
      \unset x
      \set set :{?x}
      \set y :x + 1
      """#)
    #expect(call.variables["set"] == .boolean(false))
    #expect(call.outcome == .applicationError(reason: "undefined"))
    #expect(call.explanation == "variable ':x' has no value: line 7 has unset it")
    let other = try await Trial().call("\\if :client = 2\n\\set x 1\n\\endif\n\\say told\nSELECT :x;")
    #expect(other.explanation == "variable ':x' has no value: nothing on the way has set it")
  }

  @Test func `a variable that has a value in one call has none in the next`() async throws {
    var trial = Trial()
    trial.calls = 2
    let history = try await trial.round(
      #"""
      SELECT n FROM item WHERE id = 4 - :call  \gset
      SELECT :n;
      """#)
    #expect(history.calls.map(\.outcome) == [.applicationError(reason: "undefined"), .ok])
  }

  @Test func `what cannot be worked out ends the run with its place`() async throws {
    let fault = try await Trial().fault(
      #"""
      SELECT 0 AS zero  \gset
      \set share 1 / :zero
      """#)
    #expect(fault?.message == "division by zero")
    #expect(fault?.location.line == 7)
  }

  @Test func `an error of SQL is the outcome, with the place of its statement`() async throws {
    let call = try await Trial().call(
      #"""
      SELECT 1;
      INSERT INTO item VALUES (1, 1);
      \set unreached 1
      """#)
    guard case .sqlError(let error) = call.outcome else {
      Issue.record("\(call.outcome)")
      return
    }
    #expect(error.sqlState == "23505")
    #expect(error.location?.line == 7)
    #expect(call.variables["unreached"] == nil)
  }

  @Test func `the isolation level of a variant is its default`() async throws {
    let call = try await Trial().call(
      #"""
      \isolation repeatable read
      SELECT current_setting('transaction_isolation') AS level  \gset
      """#)
    #expect(call.variables["level"]?.text == "repeatable read")
  }
}
