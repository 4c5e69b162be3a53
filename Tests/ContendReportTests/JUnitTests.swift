import ContendModel
import ContendReport
import ContendTestSupport
import Testing

@Suite struct JUnitTests {
  private let unrunnable = UnrunnableScenario(
    name: "broken", file: "races/broken.race.sql", exitCode: 65,
    diagnostics: [
      Diagnostic(
        .error, at: .init(file: "races/broken.race.sql", line: 7, column: 1), "unknown directive '\\fxi'",
        hint: "did you mean \\fix?")
    ])

  private func text(_ documents: ResultDocument..., unrunnable: [UnrunnableScenario] = []) -> String {
    JUnitReport(ResultList(documents, unrunnable: unrunnable)).text
  }

  @Test func `a run of many scenarios is the golden file`() throws {
    var second = Samples.notReproduced
    second.scenario.name = "unique-race"
    let report = text(Samples.full, second, unrunnable: [unrunnable])
    #expect(try Golden().difference(of: report, from: "junit.xml") == nil)
  }

  @Test(arguments: Samples.all.keys.sorted())
  func `a run that exits with 0 has no failure, and any other has one`(name: String) throws {
    var document = try #require(Samples.all[name])
    document.exitCode = 0
    #expect(text(document).contains(#"failures="0" errors="0""#))
    document = try #require(Samples.all[name])
    guard document.exitCode != 0 else { return }
    #expect(text(document).contains("<failure "), "\(name) exits with \(document.exitCode)")
  }

  @Test func `what is inconclusive fails and is never skipped`() {
    #expect(text(Samples.notReproduced).contains(#"<failure type="inconclusive""#))
    #expect(!text(Samples.notReproduced).contains("<skipped"))
  }

  @Test func `a fix that is not proved fails where a proof was asked for`() {
    var document = Samples.full
    document.fixes = [Samples.atomic, Samples.serializable]
    document.exitCode = 2
    let report = text(document)
    #expect(report.contains(#"<failure type="eliminated_statistically""#))
    #expect(!report.contains(#"<failure type="eliminated_proved""#))
  }

  @Test func `a failure holds its interleaving and the command that replays it`() {
    var document = Samples.full
    document.fixes = [Samples.flagFirst]
    let report = text(document)
    #expect(report.contains("contend replay"))
    #expect(report.contains("--variant flag-first"))
    #expect(report.contains("64 of 68 rounds failed"))
  }

  @Test func `scenarios of one name in two files have names of their own`() {
    var other = Samples.full
    other.scenario.file = "other/lost-update.race.sql"
    let report = text(Samples.full, other)
    #expect(report.contains(#"name="lost-update (other/lost-update.race.sql) / buggy""#))
    #expect(report.contains("name=\"lost-update (\(Samples.full.scenario.file)) / buggy\""))
  }

  @Test(arguments: [Double.nan, .infinity, -1, 1e-9])
  func `a time is always a number`(seconds: Double) {
    var document = Samples.full
    document.duration = seconds
    #expect(!text(document).lowercased().contains("nan"))
    #expect(text(document).matches(of: #/ time="([^"]*)"/#).allSatisfy { $0.1.contains(#/^\d+\.\d{3}$/#) })
  }
}
