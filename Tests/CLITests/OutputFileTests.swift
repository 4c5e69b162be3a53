import ContendCommandSupport
import ContendModel
import ContendTestSupport
import Foundation
import Testing

/// A result goes into what the user named, whatever that is; nothing is put into its place.
struct OutputFileTests {
  private let run = ["stress", "lost-update", "--rounds", "1"] + small

  private func status(_ path: String) throws -> stat {
    var status = stat()
    try #require(lstat(path, &status) == 0)
    return status
  }

  @Test func `a FIFO is written, and stays one`() throws {
    let folder = try Folder()
    let fifo = "\(folder.path)/pipe"
    try #require(mkfifo(fifo, 0o600) == 0)
    let reader = try Command(["/usr/bin/env", "timeout", "60", "cat", fifo])
    let result = try Contend.run(run + ["--json", fifo])
    #expect(result.exitCode == 1, "\(result.all)")
    #expect(try violations(of: reader.finish().output) == [])
    #expect(try status(fifo).st_mode & S_IFMT == S_IFIFO)
  }

  @Test(.enabled(if: geteuid() == 0)) func `a null device stays one`() throws {
    let folder = try Folder()
    let device = "\(folder.path)/null"
    // As /dev/null is: a character device of numbers 1 and 3.
    try #require(mknod(device, S_IFCHR | 0o666, 0x103) == 0)
    for flag in ["--json", "--markdown", "--html"] {
      #expect(try Contend.run(run + [flag, device]).exitCode == 1)
      #expect(try status(device).st_mode & S_IFMT == S_IFCHR)
    }
  }

  @Test func `a symbolic link is followed, and the file behind it keeps owner and mode`() throws {
    let folder = try Folder()
    let file = try folder.write("old and longer than nothing", to: "file.json")
    let link = "\(folder.path)/link.json"
    chmod(file, 0o640)
    if geteuid() == 0 { chown(file, 4711, 4712) }
    let before = try status(file)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    #expect(try Contend.run(run + ["--json", link]).exitCode == 1)
    #expect(try status(link).st_mode & S_IFMT == S_IFLNK)
    let after = try status(file)
    #expect((after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid))
    #expect(after.st_ino == before.st_ino)
    #expect(try violations(of: folder.read("file.json")) == [])
  }

  @Test(arguments: ["-", "/dev/stdout", "/dev/fd/1"])
  func `standard output holds the result and nothing else`(_ name: String) throws {
    let result = try Contend.run(run + ["--json", name])
    #expect(try violations(of: result.output) == [])
    #expect(
      try Contend.run(run + ["--markdown", name]).output.hasPrefix("<!-- contend:lost-update -->\n## "))
    #expect(try Contend.run(run + ["--html", name]).output.hasPrefix("<!DOCTYPE html>"))
    #expect(try Contend.run(run + ["--json", name, "--markdown", "-"]).exitCode == 64)
  }

  @Test func `a folder, and a folder that is not there, are told before the run`() throws {
    let folder = try Folder()
    for path in [folder.path, "\(folder.path)/none/out.json"] {
      let result = try Contend.run(run + ["--json", path])
      #expect(result.exitCode == 73)
      #expect(result.errors.contains("cannot write \(path)"), "\(result.all)")
      #expect(!result.errors.contains("stress "))
    }
  }

  @Test func `a device that takes nothing is a failure that is told`() throws {
    let result = try Contend.run(run + ["--json", "/dev/full"])
    #expect(result.exitCode == 73)
    #expect(result.errors.contains("cannot write /dev/full: No space left on device"), "\(result.all)")
  }

  @Test func `in GitHub Actions the scenario is annotated and the job's summary grows`() throws {
    let folder = try Folder()
    let summary = try folder.write("before\n", to: "summary.md")
    let environment = ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": summary]
    let result = try Contend.run(run + ["--json", "-"], environment: environment)
    #expect(try violations(of: result.output) == [])
    #expect(result.errors.contains("::error file="), "\(result.errors)")
    let text = try folder.read("summary.md")
    #expect(text.hasPrefix("before\n<!-- contend:lost-update -->\n## lost-update"))
    let silent = try Contend.run(run + ["--no-github"], environment: environment)
    #expect(!silent.errors.contains("::error"))
    #expect(try folder.read("summary.md") == text)
  }
}
