import ContendModel
import ContendReport
import ContendTestSupport
import Testing

@Suite struct LibraryReportTests {
  private func document(
    _ name: String, _ base: ResultDocument = Samples.full, exitCode: Int32
  ) -> ResultDocument {
    var document = base
    document.scenario.name = name
    document.scenario.file = "Scenarios/\(name).race.sql"
    document.exitCode = exitCode
    return document
  }

  private func text(_ report: LibraryReport) -> String { report.text(style: .plain) }

  private var good: ResultDocument {
    var document = document("lost-update", exitCode: 0)
    document.fixes = document.fixes.filter(\.meetsExpectation)
    return document
  }

  @Test func `a library with all kinds of misses is the golden file`() throws {
    var otherClass = document("write-skew", exitCode: 1)
    otherClass.control.expectedClass = .writeSkew
    otherClass.fixes = good.fixes
    let silent = document("unique-race", Samples.notReproduced, exitCode: 2)
    let missed = document("check-then-act", exitCode: 1)
    let broken = UnrunnableScenario(
      name: "broken", file: "broken.race.sql", exitCode: 65,
      diagnostics: [
        Diagnostic(
          .error, at: .init(file: "broken.race.sql", line: 7, column: 1), "there is no \\directive 'x'"),
        Diagnostic(.error, at: .init(file: "broken.race.sql", line: 9, column: 1), "a second one"),
      ])
    let list = ResultList([missed, good, silent, otherClass], unrunnable: [broken])
    let report = LibraryReport(list, of: 5, width: 120)
    #expect(try Golden().difference(of: text(report), from: "library.txt") == nil)
  }

  @Test func `where all is as expected there is nothing but the table and one sentence`() {
    let shown = text(LibraryReport(ResultList([good, good]), of: 2, width: 120))
    #expect(
      shown.contains("2 scenarios, 6 fixes in 25 s: every bug shows and every fix is judged as expected."))
    #expect(!shown.contains("contend prove"))
    #expect(!shown.contains("Interrupted"))
  }

  @Test func `a run that was stopped says how far it came`() {
    #expect(
      text(LibraryReport(ResultList([good]), of: 3)).contains("Interrupted, a partial result: 3 scenarios"))
    #expect(text(LibraryReport(ResultList(), of: 3)).contains("0 of 3 scenarios are as expected."))
  }

  @Test func `an elimination that should be proved and is not is named`() {
    var document = good
    document.exitCode = 2
    #expect(text(LibraryReport(ResultList([document]), of: 1)).contains("serializable is not proved"))
  }

  @Test(
    arguments: [
      ([0, 0], [], 0), ([0, 2], [], 2), ([2, 3], [], 3), ([3, 1, 2], [], 1), ([1, 4, 2], [], 4),
      ([4, 0], [65], 65), ([0], [65, 69], 69), ([], [], 2),
    ] as [([Int32], [Int32], Int32)])
  func `the exit code is the worst of all scenarios`(codes: [Int32], faults: [Int32], expected: Int32) {
    let unrunnable = faults.map { UnrunnableScenario(name: "x", file: "x", exitCode: $0) }
    let list = ResultList(codes.map { document("x", exitCode: $0) }, unrunnable: unrunnable)
    #expect(list.exitCode == expected)
  }

  @Test(arguments: [60, 80, 100])
  func `no line is wider than the terminal`(width: Int) {
    let lines = text(LibraryReport(ResultList([good, good]), of: 2, width: width)).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= width }, "\(lines.map(\.count))")
  }
}
