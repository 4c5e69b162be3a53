import ContendLanguage
import ContendModel
import ContendPostgres
import Testing

@testable import ContendExecution

@Suite("Digests of random values")
struct RandomDigestTests {
  @Test(
    "Digests of random values alone are drawn",
    arguments: [
      ["INSERT INTO t VALUES (md5(random()::text))"],
      ["md5((random())::text)", "SELECT a FROM t WHERE b = $1"],
      ["SELECT encode(gen_random_bytes(16), 'hex')"],
      ["SELECT MD5(random()::text || clock_timestamp()::text)"],
      ["SELECT replace(gen_random_uuid()::text, '-', '')"],
      ["SELECT encode(sha256(gen_random_uuid()::text::bytea), 'hex')", "md5(md5(random()::text))"],
    ])
  func random(_ texts: [String]) { #expect(RandomDigests.areAll(in: texts)) }

  @Test(
    "Where one may be of something else, none is",
    arguments: [
      [], ["SELECT random()"], ["SELECT md5(body) FROM t"], ["SELECT md5(random()::text)", "SELECT md5(:x)"],
      ["SELECT md5(coalesce(key, random()::text))"], ["SELECT md5(random()::text || body)"],
      ["SELECT md5('x')"], ["SELECT setseed(0.5)", "SELECT md5(random()::text)"],
      ["SELECT md5(random()::text)", "SELECT replace(body, '-', '')"], ["SELECT md5"], ["SELECT md5(random("],
    ])
  func other(_ texts: [String]) { #expect(!RandomDigests.areAll(in: texts)) }

  @Test func `digests and UUIDs that the scenario itself names are no random values`() throws {
    let names = (1...6).map { "d41d8cd98f00b204e9800998ecf8427\($0)" }
    let text = """
      \\scenario tokens
      \\param a '\(names[0])'
      \\draw b pick('\(names[1])', CASE WHEN 1 > 0 THEN '\(names[2])' END)
      \\setup
      CREATE TABLE t (token text DEFAULT md5(random()::text));
      \\variant buggy
      \\set c '\(names[3])'
      INSERT INTO t VALUES ($1) \\bind '\(names[4])';
      INSERT INTO t SELECT '\(names[5])' WHERE :b <> :c AND :a <> :b;
      """
    let parsed = ScenarioParser.parse(text: text, file: "tokens.race.sql") { _ in "" }
    let scenario = try #require(parsed.scenario, "\(parsed.diagnostics)")
    let variant = try #require(scenario.buggy)
    let draws = ServerDraws(Program(variant, in: scenario), variant, in: scenario, SchemaTexts())
    #expect(draws.digests)
    #expect(Set(draws.known.keys) == Set(names))
  }
}
