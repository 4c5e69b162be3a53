import ContendCommandSupport
import ContendTestSupport
import Foundation
import Testing

/// `report`, from what `--json` wrote.
struct ReportTests {
  private let formats = ["json", "markdown", "junit", "sarif"]

  private func flags(_ folder: Folder, _ prefix: String) -> [String] {
    formats.flatMap { ["--\($0)", "\(folder.path)/\(prefix).\($0)"] }
  }

  @Test func `every format made again is what the run itself wrote`() throws {
    let folder = try Folder()
    let run = try Contend.run(["stress", "lost-update", "--rounds", "1"] + small + flags(folder, "run"))
    #expect(run.exitCode == 1, "\(run.all)")
    let again = try Contend.run(["report", "\(folder.path)/run.json"] + flags(folder, "again"))
    #expect(again.exitCode == 0, "\(again.all)")
    #expect(again.output == run.output)
    for format in formats { #expect(try folder.read("again.\(format)") == folder.read("run.\(format)")) }
  }

  @Test func `several results become one report`() throws {
    let folder = try Folder()
    _ = try Contend.run(["stress", "lost-update", "--rounds", "1"] + small + flags(folder, "run"))
    let file = "\(folder.path)/run.json"
    let list = try Contend.run(["report", file, file, "--json", "\(folder.path)/list.json"])
    #expect(list.exitCode == 0)
    #expect(try violations(of: try folder.read("list.json"), as: "library") == [])
    let all = try Contend.run(["report", file, "\(folder.path)/list.json", "--junit", "-"])
    #expect(all.output.matches(of: #/<testsuite /#).count == 3)
  }

  @Test(arguments: [
    (#"{"schema": "contend/7"}"#, #"the result's schema is "contend/7""#),
    (#"[{"schema": "contend/1"}, {"schema": "contend/7"}]"#, #"the result's schema is "contend/7""#),
    (#"{"schema": "contend/1"}"#, "the result is damaged at contend"),
    ("SELECT 1;", "this is no result of Contend"),
  ])
  func `what is no result of this schema is refused by name`(text: String, complaint: String) throws {
    let folder = try Folder()
    let file = try folder.write(text, to: "stored.json")
    let result = try Contend.run(["report", file, "--junit", "\(folder.path)/out.xml"])
    #expect(result.exitCode == 65)
    #expect(result.errors.contains("\(file): \(complaint)"), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/out.xml"))
  }
}
