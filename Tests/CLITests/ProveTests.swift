import ContendCommandSupport
import ContendTestSupport
import Foundation
import Testing

@Suite(.serialized)
struct ProveTests {
  @Test(
    arguments: [("atomic", 0), ("retry-23514", 1)] as [(String, Int32)])
  func `with --fix the verdict's own code is the exit code`(fix: String, code: Int32) throws {
    let result = try Contend.run(["prove", "lost-update", "--fix", fix, "--seed", "7"])
    #expect(result.exitCode == code, "\(result.all)")
    #expect(result.output.contains("lost-update (P4)"))
  }

  @Test func `several fixes are judged by the worst`() throws {
    let result = try Contend.run([
      "prove", "lost-update", "--fix", "atomic", "--fix", "repeatable-read", "--seed", "7",
    ])
    #expect(result.exitCode == 4)
    #expect(result.output.contains("atomic"))
    #expect(!result.output.contains("advisory-lock"))
  }

  @Test func `a control that cannot fail is inconclusive`() throws {
    let result = try Contend.run(["prove", "lost-update", "--clients", "1"])
    #expect(result.exitCode == 2)
    #expect(result.output.contains("not reproduced"))
    #expect(result.output.contains("inconclusive"))
  }

  @Test func `a typo in the buggy SQL is told with its place`() throws {
    let folder = try Folder()
    let file = try folder.write(
      libraryText(
        "lost-update", replacing: "UPDATE inventory SET stock = :left WHERE",
        with: "UPDATE invntory SET stock = :left WHERE"),
      to: "typo.race.sql")
    let result = try Contend.run(["prove", file])
    #expect(result.exitCode == 65)
    #expect(result.errors.contains(#/typo\.race\.sql:\d+:\d+: error: 42P01/#))
    #expect(result.errors.contains("UPDATE invntory SET stock"))
    #expect(result.output.isEmpty)
  }

  @Test func `the result validates against its schema`() throws {
    let folder = try Folder()
    let result = try Contend.run(
      ["prove", "lost-update", "--fix", "atomic", "--fix", "flag-first", "--json", "\(folder.path)/out.json"]
        + ["--seed", "7"])
    #expect(result.exitCode == 1)
    let json = try folder.read("out.json")
    #expect(try violations(of: json) == [])
    let document = try JSONValue(text: json)
    #expect(document["exit_code"] == .number(1))
    #expect(document["seed"] == .number(7))
    #expect(document["server"]?["source"] == .string("embedded"))
    #expect(document["control"]?["anomaly"]?["class"] == .string("lost-update"))
  }

  @Test func `JSON goes to standard output alone if asked`() throws {
    let result = try Contend.run(["stress", "lost-update", "--rounds", "2", "--json", "-", "-q"] + small)
    #expect(result.exitCode == 1)
    #expect(try violations(of: result.output) == [])
    #expect(result.errors.isEmpty)
  }

  @Test func `two runs with the same seed draw the same values`() throws {
    func sold(seed: String) throws -> JSONValue? {
      let result = try Contend.run(
        ["stress", "lost-update", "--rounds", "1", "--json", "-", "--seed", seed, "--clients", "30"])
      let document = try JSONValue(text: result.output)
      guard case .array(let failures) = document["control"]?["failures"], let failure = failures.first,
        case .array(let rows) = failure["sample"]?["rows"], case .array(let row) = rows.first
      else { return nil }
      return row[2]
    }
    let first = try #require(try sold(seed: "11"))
    #expect(try sold(seed: "11") == first)
    #expect(try sold(seed: "12") != first)
  }

  @Test func `a parameter is overridden and shown`() throws {
    let result = try Contend.run(
      ["stress", "lost-update", "--rounds", "1", "--param", "stock=777", "--param", "sku=B-2"] + small)
    #expect(result.exitCode == 1)
    #expect(result.output.contains("stock=777"))
    #expect(result.output.contains("sku=B-2"))
    #expect(result.output.contains("sku = B-2"))
    #expect(result.output.contains("started_with = 777"))
  }
}
