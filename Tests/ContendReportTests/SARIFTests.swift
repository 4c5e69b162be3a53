import ContendModel
import ContendReport
import ContendTestSupport
import Testing

@Suite struct SARIFTests {
  private func text(_ list: ResultList) -> String { SARIFReport(list).text }

  private func run(_ list: ResultList) throws -> JSONValue {
    try #require(try JSONValue(text: text(list))["runs"]?[0])
  }

  /// The steps of a result, client by client.
  private func flows(_ result: JSONValue) -> [JSONValue] {
    result["codeFlows"]?[0]?["threadFlows"]?.elements ?? []
  }

  @Test func `a run of many scenarios is the golden file`() throws {
    let broken = UnrunnableScenario(
      name: "broken", file: "a race/broken.race.sql", exitCode: 65,
      diagnostics: [
        Diagnostic(.error, at: .init(file: "a race/broken.race.sql", line: 7, column: 1), "unknown directive")
      ])
    let report = text(ResultList([Samples.full], unrunnable: [broken]))
    #expect(try Golden().difference(of: report, from: "full.sarif") == nil)
  }

  @Test func `every step stands once in the flow of its client, in the order of the interleaving`() throws {
    let results = try run(ResultList([Samples.full]))["results"]?.elements ?? []
    let example = Interleavings.lostUpdate
    #expect(results.count == 2)
    for result in results {
      let orders = flows(result).map { flow in
        (flow["locations"]?.elements ?? []).compactMap { $0["executionOrder"]?.number }
      }
      #expect(orders.allSatisfy { $0 == $0.sorted() })
      #expect(orders.joined().sorted() == (1...example.steps.count).map(Double.init))
      for (client, order) in orders.enumerated() {
        #expect(order.allSatisfy { example.steps[Int($0) - 1].client == client + 1 })
      }
    }
  }

  @Test func `what fails as it should is a note, and what should not fail is an error`() throws {
    func levels(_ document: ResultDocument) throws -> [JSONValue?] {
      (try run(ResultList([document]))["results"]?.elements ?? []).map { $0["level"] }
    }
    #expect(try levels(Samples.full) == [.string("note"), .string("note")])
    var document = Samples.full
    document.fixes[2].expected = ["eliminated"]
    #expect(try levels(document) == [.string("note"), .string("error")])
  }

  @Test func `a rule is declared once, and every result refers to its own`() throws {
    let run = try run(ResultList([Samples.full, Samples.full]))
    let rules = run["tool"]?["driver"]?["rules"]?.elements ?? []
    #expect(rules.map { $0["id"] } == [.string("lost-update")])
    for result in run["results"]?.elements ?? [] {
      let index = try #require(result["ruleIndex"]?.number)
      #expect(rules[Int(index)]["id"] == result["ruleId"])
    }
  }

  @Test func `nothing is null, because the schema knows no null there`() {
    #expect(!text(ResultList(Samples.all.values.sorted { $0.seed < $1.seed })).contains("null"))
  }

  @Test func `a row cannot become a link`() {
    var document = Samples.full
    document.control.explore?.counterexample?.steps[0].sql = "[click](http://a.b)\u{1B}[2J"
    #expect(!text(ResultList([document])).contains("[click](http"))
    #expect(!text(ResultList([document])).contains("\\u001b"))
  }
}
