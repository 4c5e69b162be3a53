import ContendModel
import ContendReport
import ContendTestSupport
import Testing

@Suite struct GitHubTests {
  private func lines(_ list: ResultList) -> [String] {
    GitHubAnnotations(list).text.split(separator: "\n").map(String.init)
  }

  private func document(_ name: String, verdict: Verdict) -> ResultDocument {
    var document = Samples.full
    document.scenario.name = name
    document.fixes = [Samples.atomic]
    document.fixes[0].verdict = verdict
    return document
  }

  @Test func `a run where all is as it should be has no annotation`() {
    var document = Samples.full
    document.fixes = document.fixes.filter(\.meetsExpectation)
    document.exitCode = 0
    #expect(lines(ResultList([document])) == [])
  }

  @Test func `a broken file is annotated at the line of its mistake`() {
    let place = SourceLocation(file: "races/a,b:c.race.sql", line: 7, column: 3)
    let broken = UnrunnableScenario(
      name: "broken", file: place.file, exitCode: 65,
      diagnostics: [Diagnostic(.error, at: place, "100% wrong\r\n::error::forged")])
    let expected =
      "::error file=races/a%2Cb%3Ac.race.sql,line=7,col=3,title=broken could not be run::"
      + "races/a,b:c.race.sql:7:3: error: 100%25 wrong%0A::error::forged"
    #expect(lines(ResultList(unrunnable: [broken])) == [expected])
  }

  @Test func `the worst comes first`() {
    let list = ResultList([
      document("a", verdict: .inconclusive), document("b", verdict: .regressed),
      document("c", verdict: .reduced),
    ])
    let titles = lines(list).compactMap { $0.firstMatch(of: #/title=(\w) /#)?.1 }
    #expect(titles == ["b", "c", "a"])
  }

  @Test func `there are ten at most, and the last counts the rest`() {
    let list = ResultList((0..<25).map { document("s\($0)", verdict: .notFixed) })
    let shown = lines(list)
    #expect(shown.count == 10)
    #expect(shown.last?.contains("16 more findings") == true)
    #expect(lines(ResultList(Array(list.documents.prefix(10)))).allSatisfy { $0.hasPrefix("::error file=") })
  }

  @Test(arguments: [
    "\u{1B}[31m", "\u{0}", "\u{202E}", "\r", "\n", "\r\n", "\u{2028}", "%0A::error::x",
    "::set-output name=a::b",
  ])
  func `whatever a text holds, it stays one command`(attack: String) {
    var document = document("a\(attack)b", verdict: .notFixed)
    document.scenario.file = "f\(attack)"
    document.fixes[0].name = attack
    document.fixes[0].reasons = [attack]
    let text = GitHubAnnotations(ResultList([document])).text
    #expect(text.hasPrefix("::error file="))
    #expect(text.unicodeScalars.count { $0.value < 0x20 } == 1)
    #expect(!text.contains("\u{202E}"))
  }

  @Test func `a summary that is too long is cut by whole scenarios, and the rest is counted`() {
    let list = ResultList((0..<9).map { document("s\($0)", verdict: .notFixed) })
    let whole = GitHubSummary(list).text()
    #expect(whole.matches(of: /^## s\d/.anchorsMatchLineEndings()).count == 9)
    let section = whole.utf8.count / 9
    let cut = GitHubSummary(list).text(limit: section * 4)
    #expect(cut.utf8.count <= section * 4)
    let shown = cut.matches(of: /^## s\d/.anchorsMatchLineEndings()).count
    #expect((1...3).contains(shown))
    #expect(cut.hasSuffix("\(9 - shown) more scenarios left out: a summary has no more room.\n"))
    #expect(whole.hasPrefix(String(cut.prefix(section))))
  }
}
