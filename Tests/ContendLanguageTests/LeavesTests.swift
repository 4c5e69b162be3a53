import ContendModel
import Testing

@testable import ContendLanguage

/// `\leaves` names tables whose work goes elsewhere.
@Suite struct LeavesTests {
  @Test func `a fix names the tables that it leaves`() throws {
    let text = Sample.withSection("\\fix view\n\\leaves totals audit.log\n\\leaves other\nSELECT 2;")
    #expect(try scenario(text).fixes.first?.leaves == ["totals", "audit.log", "other"])
  }

  @Test func `a mistake in it is told with what to write`() {
    #expect(
      reportWithHints(Sample.withSection("\\fix view\n\\leaves\nSELECT 2;")) == [
        "5:8: error: '\\leaves' requires the name of a table", "hint: write \\leaves TABLE …",
      ])
    #expect(
      reportWithHints(Sample.withSection("\\fix view\n\\leaves a a\nSELECT 2;")) == [
        "5:11: error: 'a' is named twice", "hint: remove one of them",
      ])
    #expect(
      reportWithHints(Sample.withBody("\\leaves t\nSELECT 1;")) == [
        "3:1: error: only a fix can leave a table that the buggy variant writes",
        "hint: say it in the '\\fix'",
      ])
  }
}
