import ContendCommandSupport
import Foundation
import Testing

struct OutputTests {
  private let run = ["stress", "lost-update", "--rounds", "1"] + small

  @Test func `list names the scenarios and their fixes`() throws {
    let result = try Contend.run(["list"])
    #expect(result.exitCode == 0)
    #expect(result.output.contains("lost-update  Lost update on the inventory decrement"))
    #expect(result.output.contains("check-then-act"))
    #expect(result.output.contains("--fix optimistic"))
  }

  @Test func `check says that all is well`() throws {
    for argument in ["lost-update", "Scenarios"] {
      let result = try Contend.run(["check", argument])
      #expect(result.exitCode == 0)
      #expect(result.output.contains("no errors"))
    }
  }

  @Test func `help tells the exit codes, the version is told`() throws {
    let help = try Contend.run(["--help"])
    #expect(help.exitCode == 0)
    for code in ["64 usage", "65 bad scenario", "69 no server", "130"] { #expect(help.output.contains(code)) }
    let version = try Contend.run(["--version"]).output
    #expect(version.contains(#/^\d+\.\d+\.\d+ \(built from a checkout\), libpq \d+\.\d+\n$/#), "\(version)")
  }

  @Test func `a sweep draws the curves and its JSON keeps the schema`() throws {
    let folder = try Folder()
    let arguments = ["sweep", "lost-update", "--param", "clients=1,6", "--variant", "buggy,atomic"]
    let result = try Contend.run(
      arguments + ["--rounds", "6", "--seed", "7", "--json", "\(folder.path)/out.json"])
    #expect(result.exitCode == 1, "\(result.all)")
    #expect(result.output.contains("buggy fails from clients = 6 on; atomic did not fail"))
    #expect(result.output.contains("Sweep over clients, 6 rounds a point"))
    #expect(try violations(of: folder.read("out.json")) == [])
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions are generated`(shell: String) throws {
    let result = try Contend.run(["--generate-completion-script", shell])
    #expect(result.exitCode == 0)
    #expect(result.output.contains("prove"))
    #expect(result.output.contains("generate-completion") || result.output.contains("contend"))
  }

  @Test func `colours only where they are wanted`() throws {
    #expect(!(try Contend.run(run)).output.contains("\u{1B}["))
    #expect(try Contend.run(run + ["--color", "always"]).output.contains("\u{1B}["))
    #expect(!(try Contend.run(run, environment: ["NO_COLOR": "1"])).output.contains("\u{1B}["))
    #expect(try Contend.run(run, environment: ["FORCE_COLOR": "1"]).output.contains("\u{1B}["))
  }

  @Test func `progress is plain lines where nothing can be drawn over`() throws {
    let result = try Contend.run(run)
    #expect(result.errors.contains(#/stress .* buggy 1\/1 failed/#))
    #expect(!result.errors.contains("\r"))
    #expect(!result.errors.contains("\u{1B}"))
  }

  @Test func `quiet leaves the verdicts only`() throws {
    let result = try Contend.run(["prove", "lost-update", "--fix", "atomic", "-q"])
    #expect(result.exitCode == 0)
    #expect(result.errors.isEmpty)
    #expect(!result.output.contains("Failing interleaving"))
    #expect(result.output.contains("atomic"))
  }

  @Test func `Markdown can go to a file`() throws {
    let folder = try Folder()
    let result = try Contend.run(run + ["--markdown", "\(folder.path)/out.md"])
    #expect(result.exitCode == 1)
    #expect(try folder.read("out.md").hasPrefix("<!-- contend:lost-update -->\n#"))
  }

  @Test func `a result that cannot be written is told`() throws {
    let path = "\(try Folder().path)/missing/out.json"
    let result = try Contend.run(run + ["--json", path])
    #expect(result.exitCode == 73)
    #expect(result.errors.contains("cannot write \(path)"))
  }
}
