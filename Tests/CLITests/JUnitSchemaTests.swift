import ContendCommandSupport
import ContendTestSupport
import Foundation
import Testing

/// Debian has xmllint in libxml2-utils.
private let xmllint = "/usr/bin/xmllint"

@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: xmllint), "xmllint is not installed"))
struct JUnitSchemaTests {
  /// What xmllint has against a report, without the attributes of a case that the schema does not know.
  private func complaints(about report: String, in folder: Folder) throws -> String {
    let stripped = report.replacing(#/(<testcase [^>]*?) file="[^"]*"( line="\d+")?/#) { $0.1 }
    let file = try folder.write(stripped, to: "stripped.xml")
    let schema = repositoryPath("Tests/Schemas/junit.xsd")
    let result = try Command.run([xmllint, "--noout", "--schema", schema, file])
    return result.exitCode == 0 ? "" : result.all
  }

  @Test func `a report with passes, failures and errors is valid`() throws {
    let folder = try Folder()
    let report = try repositoryFile("Tests/ContendReportTests/Golden/junit.xml")
    #expect(["<failure", "<error", "<system-out"].allSatisfy(report.contains))
    #expect(try complaints(about: report, in: folder) == "")
    #expect(
      try complaints(about: report.replacing("<failure ", with: "<failure line=\"1\" "), in: folder) != "")
  }

  @Test func `a run with hostile text writes a valid report`() throws {
    let folder = try Folder()
    let attack = "]]></failure><script>alert(1)</script>\u{1B}[31m &amp; \u{202E}"
    let text = try libraryText("lost-update")
    let title = try #require(text.firstMatch(of: #/\\scenario \S+ "([^"]*)"/#))
    let file = try folder.write(
      text.replacing(String(title.1), with: attack), to: "lost-update.race.sql")
    let out = "\(folder.path)/out.xml"
    let result = try Contend.run(
      ["prove", file, "--fix", "flag-first", "--junit", out, "--budget", "10s"] + small)
    #expect(result.exitCode == 1, "\(result.all)")
    let report = try folder.read("out.xml")
    #expect(report.contains("contend replay"))
    #expect(try complaints(about: report, in: folder) == "")
  }
}
