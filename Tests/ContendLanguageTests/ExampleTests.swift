import ContendModel
import Testing

@testable import ContendLanguage

/// The scenario that the documentation of the language shows.
private let lostUpdate = #"""
  -- Checkout decrements stock by read-modify-write. From incident INC-4211.
  \scenario lost-update "Lost update on the inventory decrement"
  \symptom  message="HTTP 500 on checkout" frame="reserveStock"
  \expect   lost-update                      -- class the buggy variant must be classified as

  \param    sku 'A-1'
  \param    stock 100
  \draw     qty random(1, 3)                 -- drawn anew, from the seed, for every call
  \load     clients=50 calls=2               -- stress: a round is 50 free-running clients
  \explore  clients=2 calls=1                -- explore: every interleaving of 2 calls
  \sweep    clients 2, 4, 8, 16, 32

  \setup
  CREATE TABLE inventory (sku text PRIMARY KEY, stock int NOT NULL);
  INSERT INTO inventory VALUES (:sku, :stock);

  \variant buggy "read, compute in the application, write back"
  BEGIN;
  SELECT stock AS have FROM inventory WHERE sku = :sku  \gset
  \if :have < :qty
    \reject out_of_stock
  \endif
  \set left :have - :qty
  UPDATE inventory SET stock = :left WHERE sku = :sku;
  COMMIT;

  \fix atomic "one conditional UPDATE"
  UPDATE inventory SET stock = stock - :qty WHERE sku = :sku AND stock >= :qty;
  \if :ROW_COUNT = 0
    \reject out_of_stock
  \endif

  \fix serializable "same code at SERIALIZABLE, retried"
  \retry on 40001, 40P01 max 50 backoff 1ms..20ms
  BEGIN ISOLATION LEVEL SERIALIZABLE;
  SELECT stock AS have FROM inventory WHERE sku = :sku  \gset
  \if :have < :qty
    \reject out_of_stock
  \endif
  \set left :have - :qty
  UPDATE inventory SET stock = :left WHERE sku = :sku;
  COMMIT;

  \fix flag-first "wrong on purpose: reads a flag first"
  \expect not_fixed
  SELECT stock > 0 AS free FROM inventory WHERE sku = :sku \gset
  \if NOT :free
    \reject out_of_stock
  \endif
  UPDATE inventory SET stock = stock - :qty WHERE sku = :sku;

  \invariant conserved "what was sold plus what is left is what we started with"
  SELECT i.sku, i.stock, sold FROM inventory i,
         (SELECT coalesce(sum((vars->>'qty')::int), 0) AS sold FROM calls WHERE outcome = 'ok') c
   WHERE i.stock + sold <> :stock;           -- an invariant returns the violating rows

  \threshold p99 < 250ms
  """#

@Test("The documented example is a scenario without a single remark")
func documentedExample() throws {
  let result = parse(lostUpdate)
  #expect(result.diagnostics == [])
  let scenario = try #require(result.scenario)
  #expect(scenario.fixes.map(\.name) == ["atomic", "serializable", "flag-first"])
  #expect(scenario.fixes[2].expected == [.exactly(.notFixed)])
  #expect(scenario.judging.thresholds.count == 1)
  #expect(scenario.exploreScope.clients == 2)
}

@Test("The buggy variant of the example is read step by step")
func documentedSteps() throws {
  let scenario = try scenario(lostUpdate)
  let symbols = scenario.symbols
  let have = try #require(symbols.find("have"))
  let quantity = try #require(symbols.find("qty"))
  let left = try #require(symbols.find("left"))
  let body = try #require(scenario.buggy?.roles.first?.body)
  #expect(body.map(\.location.line) == [18, 19, 20, 23, 24, 25])
  guard case .statement(let select) = body[1].action, case .branch(let branches, []) = body[2].action,
    case .statement(let update) = body[4].action
  else { throw Mistakes(diagnostics: []) }
  #expect(select.sql == .fixed("SELECT stock AS have FROM inventory WHERE sku = $1"))
  #expect(select.result == .gset(prefix: ""))
  #expect(branches[0].condition == .binary(.less, .variable(have), .variable(quantity)))
  #expect(branches[0].body.map(\.action) == [.end(.rejected(reason: "out_of_stock"))])
  #expect(body[3].action == .set(left, .binary(.subtract, .variable(have), .variable(quantity))))
  #expect(update.sql == .fixed("UPDATE inventory SET stock = $1 WHERE sku = $2"))
  let sku = try #require(symbols.find("sku"))
  #expect(update.parameters == [.variable(left), .variable(sku)])
}

@Test("Reading the same text twice gives the same scenario")
func deterministicParsing() {
  #expect(parse(lostUpdate) == parse(lostUpdate))
}

/// One line of the example replaced, and the messages that brings.
private func replacing(_ line: String, with other: String) -> [String] {
  let lines = lostUpdate.split(separator: "\n", omittingEmptySubsequences: false)
  return report(lines.map { $0 == line ? other : String($0) }.joined(separator: "\n"))
}

@Test("A slip in the example is one error at each of its places")
func slipsInTheExample() {
  #expect(
    replacing("\\set left :have - :qty", with: "\\set left :have - :qtty") == [
      "23:19: error: unknown variable ':qtty'", "40:19: error: unknown variable ':qtty'",
    ])
  #expect(
    replacing("\\setup", with: "\\setpu") == ["13:1: error: unknown directive '\\setpu'"])
  #expect(
    replacing("\\threshold p99 < 250ms", with: "\\treshold p99 < 250ms") == [
      "57:1: error: unknown directive '\\treshold'"
    ])
  #expect(
    replacing("\\expect not_fixed", with: "\\expect not-fixed") == [
      "45:9: error: 'not-fixed' is not a verdict"
    ])
}

@Test(
  "A constant is read as one and written as it is read",
  arguments: [
    ("100", .integer(100)), ("-1", .integer(-1)), ("TRUE", .boolean(true)),
    ("[1, 'b', NULL]", .array([.integer(1), .string("b"), .null])), ("'A-1'", .string("A-1")),
    ("'it''s'", .string("it's")), ("'it''\u{301}s'", .string("it'\u{301}s")), ("''", .string("")),
    ("null", .null),
  ] as [(String, Value)])
func constants(text: String, value: Value) {
  #expect(constantValue(of: text) == value)
  #expect(constantValue(of: constantText(of: value)) == value)
}

@Test("A whole decimal that is no integer is written with an exponent")
func wholeDecimals() throws {
  let value = try #require(constantValue(of: "1e38 * -1200"))
  #expect(constantText(of: value) == "-12e40")
  #expect(constantValue(of: "-12e40") == value)
}

@Test(
  "What is no constant has no value",
  arguments: ["A-1", "", "12 monkeys", ":x", "random(1, 2)", "1/0"])
func noConstants(text: String) {
  #expect(constantValue(of: text) == nil)
}
