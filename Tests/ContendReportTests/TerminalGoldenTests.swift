import ContendReport
import ContendTestSupport
import Testing

@Suite struct TerminalGoldenTests {
  private func compare(_ text: String, _ name: String) throws {
    let difference = try Golden().difference(of: text, from: name)
    #expect(difference == nil)
  }

  @Test(arguments: [80, 100, 140])
  func aVerdictAtEachWidthIsTheGoldenFile(width: Int) throws {
    let text = TerminalReport(Samples.full, width: width).text(style: .plain)
    try compare(text, "prove-\(width).txt")
  }

  @Test func aVerdictInColorIsTheGoldenFile() throws {
    let report = TerminalReport(Samples.full, width: 100, detail: .brief)
    try compare(report.text(style: .color), "prove-brief-color.txt")
  }

  @Test func aVerdictInFullIsTheGoldenFile() throws {
    let report = TerminalReport(Samples.full, width: 100, detail: .full)
    try compare(report.text(style: .plain), "prove-full.txt")
  }

  @Test(arguments: ["not-reproduced", "inconclusive", "partial", "explore", "stress", "sweep"])
  func everyOtherDocumentIsTheGoldenFile(name: String) throws {
    let document = try #require(Samples.all[name])
    try compare(TerminalReport(document, width: 100).text(style: .plain), "\(name).txt")
  }

  @Test(arguments: Samples.all.keys.sorted())
  func aMarkdownReportIsTheGoldenFile(name: String) throws {
    let document = try #require(Samples.all[name])
    try compare(MarkdownReport(document).text, "\(name).md")
  }

  @Test(arguments: ["full", "not-reproduced", "stress"])
  func aReportOnAnIncidentIsTheGoldenFile(name: String) throws {
    let document = try #require(Samples.all[name])
    try compare(AnalysisReport(document).text, "\(name).analysis.md")
  }
}
