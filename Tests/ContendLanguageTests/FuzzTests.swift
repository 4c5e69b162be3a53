import ContendModel
import Testing

@testable import ContendLanguage

/// A scenario with every directive in it, to be mutilated.
private let everything = #"""
  -- A comment; with 'quotes
  \scenario all "Every directive"
  \symptom sqlstate=23514 message="HTTP 500" frame='f'
  \expect lost-update
  \param sku 'A-1'
  \param items [1, 2, 3]
  \draw qty random(1, 3) -- drawn
  \draw who weighted('a':9, 'b':1)
  \load clients=50 calls=2 rate=10
  \explore clients=2 calls=1 sku='x' crashes=1 role=worker
  \sweep clients 2, 4
  \profile staging items=[1] clients=2
  \pool size=3 acquire_timeout=2s
  \net rtt=1ms
  \deadline 2s total
  \isolation REPEATABLE READ
  \never error:40001, deadlock
  \allow rejected
  \threshold p99 < 250ms
  \atomic operation strict
  \partition qty
  \setup
  CREATE TABLE t (sku text, body text DEFAULT $x$ ;'" $x$);
  INSERT INTO t VALUES (:sku, E'it\'s') /* ; /* nested */ */;
  \include tables.sql
  \variant before "as it was"
  \role worker
  SELECT 1;
  \variant buggy "Ümläute 😀"
  \migration
  CREATE INDEX i ON t (sku);
  CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE 1 WHEN 1 THEN 2 END; END;
  \endmigration
  \role worker clients=2
  \retry on 40001, 40P01 max 5 backoff 1ms..20ms
  BEGIN;
  SELECT sku AS have, count(*) FROM t WHERE sku = :sku GROUP BY 1 \gset p_
  \if :p_have = 'x' AND NOT :{?p_count} OR (:qty + 2) * 3 BETWEEN 1 AND 9
    \reject out_of_stock
  \elif :qty IN (1, 2) IS NOT NULL
    \say told :qty times
  \else
    \fail no_luck
  \endif
  \for item in chunks(:items, 2)
    \while :qty < 3 max 10
      \sleep 10 ms
    \endwhile
    UPDATE t SET sku = :'who', body = $1 \bind :item;
  \endfor
  \try 23505, timeout
    \call pay 40ms limit=2 per=:qty
  \catch
    \return
  \endtry
  \kv set 'k' || :sku CASE WHEN TRUE THEN 1 ELSE 2 END ttl=5s nx got
  \acquire other direct
  \use other
  \release other
  \disconnect
  \acquire main
  \wait jobs
  COMMIT;
  \endretry
  \role admin clients=1!
  SELECT a[1:2], b::int, :"who" FROM t;
  \fix one "a fix"
  \expect eliminated|masked
  \role admin
  SELECT 2 AS x \aset
  \finally
  SELECT 1;
  \endfinally
  \invariant conserved "nothing is lost"
  SELECT * FROM t WHERE sku <> :sku;
  """#

private func check(_ text: String, _ comment: Comment) {
  let result = parse(text, including: includedFiles)
  // By line feeds alone: to Swift, a carriage return and a line feed are one character.
  let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  #expect((result.scenario == nil) == result.diagnostics.contains { $0.severity == .error }, comment)
  #expect(result.diagnostics.count <= 101, comment)
  for diagnostic in result.diagnostics where diagnostic.location.file == "sample.race.sql" {
    let location = diagnostic.location
    let isInFile = location.line >= 1 && location.line <= max(1, lines.count) && location.column >= 1
    #expect(isInFile, comment)
    guard isInFile, location.line <= lines.count else { continue }
    #expect(location.column <= lines[location.line - 1].count + 2, comment)
    #expect(diagnostic.excerpt != nil, comment)
  }
}

private typealias Comment = Testing.Comment

@Test("The scenario that the others are made from is right itself")
func seedIsRight() {
  #expect(parse(everything, including: includedFiles).diagnostics.map(\.short) == [])
}

@Test("No change of bytes, words or lines makes the parser fail")
func mutations() {
  let seed = UInt64.random(in: .min ... .max)
  print("mutations: seed \(seed)")
  var random = RandomStream(seed: seed)
  let fragments = [
    "\\", "'", "\"", "$$", "/*", "*/", "--", ":", ";", "(", "[", "]", ")", "\\if", "\\endif", "\\gset", "😀",
    "\r\n", "\t",
    "\u{301}", "BEGIN ATOMIC", "99999999999999999999", "1e999", "\\retry", "\\fix", ":{?", "..", "\u{0}",
  ]
  for round in 0..<600 {
    var lines = everything.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for _ in 0...Int.random(in: 0..<4, using: &random) {
      let line = Int.random(in: 0..<lines.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: lines.remove(at: line)
      case 1: lines.insert(lines[Int.random(in: 0..<lines.count, using: &random)], at: line)
      case 2:
        lines[line].insert(
          contentsOf: fragments.randomElement(using: &random) ?? "", at: place(lines[line], &random))
      case 3: lines[line].removeSubrange(place(lines[line], &random)...)
      default: lines.swapAt(line, Int.random(in: 0..<lines.count, using: &random))
      }
      if lines.isEmpty { lines = [""] }
    }
    check(lines.joined(separator: "\n"), "seed \(seed), round \(round)")
  }
}

private func place(_ line: String, _ random: inout RandomStream) -> String.Index {
  line.index(line.startIndex, offsetBy: Int.random(in: 0...line.count, using: &random))
}

@Test("No random text makes the parser fail, pgbench's neither")
func noise() {
  let seed = UInt64.random(in: .min ... .max)
  print("noise: seed \(seed)")
  var random = RandomStream(seed: seed)
  let alphabet = Array("\\\\\\'\"$:;()[]{}-/*=<>|.,? \n\n\tabeifgsxABEN0123ä😀")
  for round in 0..<600 {
    let count = Int.random(in: 0..<120, using: &random)
    let text = String((0..<count).compactMap { _ in alphabet.randomElement(using: &random) })
    check(text, "seed \(seed), round \(round)")
    check(Sample.withBody(text), "seed \(seed), round \(round), body")
    _ = ScenarioParser.parsePgbench(script: text, setup: text, file: "noise.sql")
  }
}

@Test("Every beginning of a scenario is read without failing")
func truncations() {
  for length in stride(from: 0, through: everything.count, by: 13) {
    check(String(everything.prefix(length)), "length \(length)")
  }
}

@Test(
  "Hostile files take no long time",
  arguments: [
    ";", "(", "[", "'", "$a$", "/*", "\\if 1\n", "SELECT 1;", "SELECT 'ä';", "\\param a 1\n", ":a",
    "\\x\n$a$\n", "\\fix a\n", "\n",
    "\\set a 1\n", "\\gset", "😀",
  ])
func hostileFiles(unit: String) {
  let text = Sample.withBody(String(repeating: unit, count: 250_000 / unit.utf8.count))
  let clock = ContinuousClock()
  let time = clock.measure { _ = parse(text) }
  #expect(time < .seconds(15))
}
