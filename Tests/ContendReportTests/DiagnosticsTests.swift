import ContendModel
import ContendReport
import ContendTestSupport
import Testing

@Suite struct DiagnosticsTests {
  private func place(_ line: Int, _ column: Int) -> ContendModel.SourceLocation {
    ContendModel.SourceLocation(file: "Scenarios/lost-update.race.sql", line: line, column: column)
  }

  private var report: DiagnosticsReport {
    DiagnosticsReport([
      Diagnostic(
        .error, at: place(12, 5), "unknown directive \\rejct", hint: "did you mean \\reject?",
        excerpt: "  \\rejct out_of_stock"),
      Diagnostic(.error, at: place(20, 8), "the variable 在庫 is never set", excerpt: "\\if :在庫 < 1"),
      Diagnostic(.error, at: place(31, 2), "expected a value", excerpt: "\t)"),
      Diagnostic(.warning, at: place(7, 1), "nobody reads qty"),
    ])
  }

  @Test func diagnosticsReadLikeACompilers() throws {
    let text = report.text(style: .plain, width: 80)
    #expect(try Golden().difference(of: text, from: "diagnostics.txt") == nil)
  }

  @Test func theCountTellsErrorsFromWarnings() {
    #expect(report.count == "3 errors, 1 warning")
    #expect(DiagnosticsReport(Array(report.diagnostics.prefix(1))).count == "1 error")
    #expect(DiagnosticsReport([]).count == "no errors")
  }

  @Test func withoutDiagnosticsThereIsNoText() {
    #expect(DiagnosticsReport([]).text(style: .plain, width: 80).isEmpty)
  }
}
