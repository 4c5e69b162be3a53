import ContendModel
import ContendReport
import ContendTestSupport
import Testing

/// Text that wants to be more than text: in titles, names, rows, errors and SQL.
@Suite struct HostileTextTests {
  private static let attack =
    "\u{1B}[31mred\u{1B}]0;title\u{7}\u{9B}2J\r\nline\u{8}\u{0}\u{202E}back\u{2066}\u{2028}"
    + " | `tick` ``` <script>alert(1)</script> [x](http://a.b) @team #12 www.a.b \\ *b* _i_"

  private var document: ResultDocument {
    var document = Samples.full
    document.scenario.title = Self.attack
    document.scenario.file = Self.attack
    document.scenario.parameters = ["p": Self.attack]
    document.scenario.profile = Self.attack
    document.server.version = Self.attack
    document.control.title = Self.attack
    document.control.notes = [Self.attack]
    document.control.anomaly?.sentence = Self.attack
    document.control.failures[0].sentence = Self.attack
    document.control.failures[0].sample = RowSample(
      columns: [Self.attack, "b"], rows: [[Self.attack, nil]], count: 1)
    document.control.explore?.counterexample?.schedule = Self.attack
    document.control.explore?.counterexample?.clients = [Self.attack, "b"]
    document.control.explore?.counterexample?.steps[0].sql = Self.attack
    document.control.explore?.counterexample?.steps[0].values = [Self.attack]
    document.control.explore?.counterexample?.steps[1].error = StepErrorSection(
      sqlState: "XX000", message: Self.attack)
    document.fixes[0].name = Self.attack
    document.fixes[0].reasons = [Self.attack]
    return document
  }

  private func isSteering(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: false
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  @Test(arguments: [60, 80, 100, 140])
  func noForeignCharacterSteersTheTerminal(width: Int) {
    let text = TerminalReport(document, width: width, detail: .full).text(style: .plain)
    #expect(!text.unicodeScalars.contains(where: isSteering))
    #expect(text.contains("␛[31mred"))
  }

  @Test func inColorTheOnlyEscapesAreOurOwn() {
    let text = TerminalReport(document, width: 100, detail: .full).text(style: .color)
    let rest = text.replacing(/\u{1B}\[[0-9]+m/, with: "")
    #expect(!rest.unicodeScalars.contains(where: isSteering))
    #expect(!text.replacing(/\u{1B}\[(0|1|2|31|32|33|36)m/, with: "").contains("\u{1B}"))
  }

  @Test func diagnosticsAndProgressAreNeutralisedToo() {
    let location = ContendModel.SourceLocation(file: Self.attack, line: 1, column: 3)
    let diagnostic = Diagnostic(
      .error, at: location, Self.attack, hint: Self.attack, excerpt: Self.attack)
    let report = DiagnosticsReport([diagnostic]).text(style: .plain, width: 80)
    #expect(!report.unicodeScalars.contains(where: isSteering))
    let progress = Progress(phase: Self.attack, arms: [.init(name: Self.attack)], elapsed: 1)
    #expect(!progress.plainLine.unicodeScalars.contains { isSteering($0) || $0 == "\n" })
  }

  @Test(arguments: [false, true])
  func markdownKeepsForeignTextText(isAnalysis: Bool) {
    let text = isAnalysis ? AnalysisReport(document).text : MarkdownReport(document).text
    let prose = MarkdownText.withoutCode(text)
    #expect(!prose.contains("<script"))
    #expect(!prose.contains(/[^\\]\]\(/))
    #expect(!prose.contains("http://"))
    #expect(!prose.contains("www.a"))
    #expect(!prose.contains("@team"))
    #expect(!prose.contains(" *b*"))
    #expect(!text.unicodeScalars.contains(where: isSteering))
  }

  /// To Swift, a combining mark and what stands before it are one character; to what reads the output they are two.
  @Test func aCombiningMarkHidesNothingThatMustBeEscaped() {
    var document = Samples.full
    let attack = "x`\u{301}<script> |\u{301} [\u{301}x](http://a.b) ]\u{301}"
    document.scenario.file = "it'\u{301}; rm -rf x.race.sql"
    document.scenario.title = attack
    document.control.explore?.counterexample?.steps[0].sql = attack
    document.fixes[0].reasons = [attack]
    let terminal = TerminalReport(document, width: 100).text(style: .plain)
    #expect(terminal.contains("contend replay 'it'\\''\u{301}; rm -rf x.race.sql' --variant"))
    let prose = MarkdownText.withoutCode(MarkdownReport(document).text).unicodeScalars
    #expect(!prose.contains("<script>".unicodeScalars))
    #expect(prose.contains("\\[\u{301}x\\]".unicodeScalars))
    document.scenario.file = "a,\u{301}title=b:\u{301}:c%\u{301}"
    let annotations = GitHubAnnotations(ResultList([document])).text.unicodeScalars
    #expect(annotations.contains("file=a%2C\u{301}title=b%3A\u{301}%3Ac%25\u{301},line=".unicodeScalars))
  }

  @Test func theMarkerOfACommentIsOneComment() {
    var document = Samples.full
    #expect(MarkdownReport(document).text.hasPrefix("<!-- contend:lost-update -->\n## "))
    document.scenario.name = "a --> <b>\n--!> c"
    #expect(MarkdownReport(document).text.hasPrefix("<!-- contend:a-b-c -->\n## "))
  }

  @Test func anAnalysisHasAParagraphUnderEveryHeading() {
    for document in Samples.all.values {
      let sections = AnalysisReport(document).text.split(separator: "## ").dropFirst()
      #expect(sections.allSatisfy { $0.split(separator: "\n").count > 1 }, "\(document.scenario.name)")
    }
  }

  @Test func aRowOfAMarkdownTableHasAsManyCellsAsItsHeading() {
    let lines = MarkdownReport(document).text.split(separator: "\n").filter { $0.hasPrefix("| ") }
    let cells = lines.map { $0.replacing("\\|", with: "").count { $0 == "|" } }
    #expect(Set(cells) == [3, 10])
  }

  @Test func aCommandToCopyQuotesWhatAShellWouldRead() {
    var document = Samples.full
    document.scenario.file = "my file'; rm -rf x.race.sql"
    document.scenario.overrides = ["sku": "A 1"]
    let text = TerminalReport(document, width: 100).text(style: .plain)
    #expect(text.contains("contend replay 'my file'\\''; rm -rf x.race.sql' --variant buggy"))
    #expect(text.contains("--seed 42 --param 'sku=A 1'"))
  }
}
