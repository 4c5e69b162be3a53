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

  @Test func `a result with hostile text makes a valid report`() throws {
    let folder = try Folder()
    let (json, out) = ("\(folder.path)/result.json", "\(folder.path)/out.xml")
    let run = ["explore", "lost-update", "--variant", "buggy", "--seed", "7", "--json", json]
    #expect(try Contend.run(run).exitCode == 1)
    let attack = #"]]></failure><script>alert(1)</script>\u001b[31m &amp; \u202e"#
    _ = try folder.write(
      folder.read("result.json").replacing("\"client1\"", with: "\"\(attack)\""), to: "result.json")
    #expect(try Contend.run(["report", json, "--junit", out]).exitCode == 0)
    let report = try folder.read("out.xml")
    #expect(report.contains("contend replay"))
    #expect(report.contains("&lt;/failure&gt;"), "\(report)")
    #expect(try complaints(about: report, in: folder) == "")
  }
}
