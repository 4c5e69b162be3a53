import ContendModel
import ContendReport
import Testing

@Suite struct RedactionTests {
  private var document: ResultDocument {
    var document = Samples.full
    document.control.explore?.counterexample?.steps[0].values = ["A-1", "alice@example.org"]
    document.control.explore?.counterexample?.steps[3].error = StepErrorSection(
      sqlState: "22P02", message: "invalid input syntax for type integer: \"hunter2\" of alice@example.org")
    document.control.explore?.coverage =
      "All 6 classes of 2 clients × 1 call (drawn: sku = A-1, C-3); 0 diverged."
    document.control.failures[0].sentence =
      "2 rows violate it: sku = A-1, stock = 98, client 2 had 99, there 100."
    return document
  }

  private func texts(_ document: ResultDocument) throws -> [String] {
    [
      try document.json(), MarkdownReport(document).text, AnalysisReport(document).text,
      HTMLReport(document).text,
      TerminalReport(document, detail: .full).text(style: .plain),
    ]
  }

  @Test func noFormatShowsAValue() throws {
    for text in try texts(document.redacted()) {
      for secret in ["A-1", "B-2", "C-3", "alice", "hunter2", "= 98", "had 99", "there 100", "= 100"] {
        #expect(!text.contains(secret), "\(secret)")
      }
    }
    // They would be found.
    for text in try texts(document) { #expect(text.contains("A-1")) }
  }

  @Test func equalValuesHaveEqualTokens() throws {
    let redacted = document.redacted()
    let steps = try #require(redacted.control.explore?.counterexample?.steps)
    let sku = try #require(redacted.scenario.parameters.entries["sku"])
    #expect(steps[0].values[0] == sku && steps[2].values[1] == sku)
    #expect(steps[0].rows?.rows == steps[1].rows?.rows)
    #expect(steps[2].values[0] != steps[3].values[0])
    #expect(redacted.control.failures[0].sample?.rows[0][0] == sku)
    #expect(redacted.control.failures[0].sample?.rows[1][1] == nil)
    #expect(document.redacted() == redacted)
  }

  @Test func countsNumbersAndStatementsStay() throws {
    let redacted = document.redacted()
    let sentence = redacted.control.failures[0].sentence
    #expect(sentence.hasPrefix("2 rows violate it: sku = ‹v"))
    #expect(sentence.contains("client 2 had ‹v"))
    #expect(redacted.fixes.map(\.reasons) == document.fixes.map(\.reasons))
    #expect(
      redacted.control.explore?.counterexample?.steps[2].sql
        == "UPDATE inventory SET stock = $1 WHERE sku = $2")
    #expect(redacted.control.stress == document.control.stress)
    #expect(redacted.exitCode == document.exitCode)
  }
}
