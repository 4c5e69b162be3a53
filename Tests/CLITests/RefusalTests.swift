import ContendCommandSupport
import ContendTestSupport
import Foundation
import Testing

/// What goes wrong before anything runs.
struct RefusalTests {
  @Test(arguments: ["prove", "check"])
  func `three mistakes are three located errors`(command: String) throws {
    let folder = try Folder()
    let file = try folder.write(
      #"""
      \scenario mistakes "Three of them"
      \laod clients=5
      \variant buggy "x"
      \set n :m + 1
      \if :n > 1
      SELECT 1;
      """#, to: "mistakes.race.sql")
    let result = try Contend.run([command, file])
    #expect(result.exitCode == 65)
    let found = result.all.matches(of: #/mistakes\.race\.sql:\d+:\d+: error: /#)
    #expect(found.count == 3, "\(result.all)")
    #expect(result.all.contains("3 errors"))
  }

  @Test(arguments: [
    ["\u{1B}[31mx"], ["prove", "\u{1B}[31mx"], ["prove", "lost-update", "--fix", "\u{9B}31mx"],
    ["prove", "lost-update", "--color", "\u{1B}[31mx"], ["report", "\u{1B}[31mx"],
  ])
  func `no word of the command line steers the terminal that repeats it`(arguments: [String]) throws {
    let result = try Contend.run(arguments)
    #expect(result.exitCode != 0)
    #expect(result.errors.contains("31mx"))
    #expect(!result.errors.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" })
  }

  @Test func `a server's set-up has a time limit`() async throws {
    let folder = try Folder()
    let file = try folder.write(
      #"""
      \scenario slow "A set-up without end"
      \setup
      SELECT pg_sleep(60);
      \variant buggy "x"
      SELECT 1;
      """#, to: "slow.race.sql")
    let command = try Contend.start(["server", "--scenario", file, "--step-timeout", "1s"])
    // Its input stays open, for the end of that would end the server.
    #expect(await eventually { command.errors.contains("1 error") })
    let result = command.finish()
    #expect(result.exitCode == 65)
    #expect(result.errors.contains("slow.race.sql:3:1: error: "), "\(result.all)")
  }

  @Test func `without server binaries the command that installs them is told`() throws {
    let result = try Contend.run(
      ["prove", "lost-update", "--pg-bin", "\(try Folder().path)/missing"], environment: ["PATH": ""])
    #expect(result.exitCode == 69)
    #if os(macOS)
      #expect(result.errors.contains("brew install postgresql"))
    #else
      #expect(result.errors.contains("apt-get install -y postgresql"))
    #endif
  }

  @Test(
    arguments: [
      ["prove", "nothing-of-that-name"], ["prove"], ["prove", "lost-update", "--fix", "atmoic"],
      ["stress", "lost-update", "--variant", "nobody"], ["prove", "lost-update", "--clients", "0"],
      ["explore", "lost-update", "--clients", "17"], ["explore", "lost-update", "--calls", "101"],
      ["prove", "lost-update", "--param", "stock=many"], ["prove", "lost-update", "--param", "stok=1"],
      ["prove", "lost-update", "--param", "stock"], ["prove", "lost-update", "--budget", "soon"],
      ["prove", "lost-update", "-q", "-v"], ["prove", "lost-update", "--analysis"], ["nonsense"], ["merge"],
      ["sweep", "check-then-act"], ["sweep", "lost-update", "--over", "stock"],
      ["sweep", "lost-update", "--param", "clients=0"], ["sweep", "lost-update", "--param", "stock=1,many"],
      ["sweep", "lost-update", "--param", "stok=1,2"],
      ["sweep", "lost-update", "--param", "stock=1,2", "--param", "clients=2"],
      ["sweep", "lost-update", "--param", "clients=2", "--clients", "3"],
      ["sweep", "lost-update", "--param", "clients=2", "--over", "stock"],
      ["sweep", "lost-update", "--param", "clients=2", "--variant", "nobody"],
    ])
  func `a mistake in the call exits with 64 and says what it is`(arguments: [String]) throws {
    let result = try Contend.run(arguments)
    #expect(result.exitCode == 64, "\(result.all)")
    #expect(!result.errors.isEmpty)
    #expect(result.output.isEmpty)
  }

  @Test func `a mistake in a name shows the right ones`() throws {
    #expect(try Contend.run(["prove", "lost"]).errors.contains("lost-update"))
    #expect(try Contend.run(["prove", "lost-update", "--fix", "x"]).errors.contains("advisory-lock"))
    #expect(try Contend.run(["prove", "lost-update", "--param", "x=1"]).errors.contains("stock"))
    #expect(try Contend.run(["prove", "lost-updat"]).errors.contains("did you mean 'lost-update'?"))
    #expect(
      try Contend.run(["prove", "lost-update.race.sql"]).errors.contains("did you mean 'lost-update'?"))
    #expect(try Contend.run(["prov", "lost-update"]).errors.contains("did you mean 'prove'?"))
    #expect(try Contend.run(["lost-update"]).errors.contains("one of prove, explore"))
  }

  @Test func `a mistake in a schedule or in values to sweep shows how they are written`() throws {
    let replay = try Contend.run(["replay", "lost-update", "--schedule", "zz"])
    #expect(replay.exitCode == 64)
    #expect(
      replay.errors.contains(
        "--schedule zz is not a schedule: it names the client of each step, as in 122211"))
    #expect(replay.errors.contains("Usage: contend replay "))
    for (given, form) in [("clients=2..4", "clients=2,4"), ("calls=few", "calls=2,4,8")] {
      let sweep = try Contend.run(["sweep", "lost-update", "--param", given])
      #expect(sweep.exitCode == 64)
      #expect(sweep.errors.contains("its values are a list, such as \(form)\n"), "\(sweep.errors)")
    }
  }

  @Test func `a mistake in a path shows the file that is there`() throws {
    let folder = try Folder()
    try "".write(toFile: "\(folder.path)/checkout.race.sql", atomically: true, encoding: .utf8)
    for name in ["chekout.race.sql", "checkout", "checkout.sql", "checkout.race.sq"] {
      let result = try Contend.run(["check", "\(folder.path)/\(name)"])
      #expect(result.errors.contains("did you mean '\(folder.path)/checkout.race.sql'?"), "\(result.all)")
    }
  }

  @Test func `a file that is no text is refused`() throws {
    let folder = try Folder()
    let path = "\(folder.path)/bytes.race.sql"
    try Data([0xFF, 0xFE, 0x00]).write(to: URL(fileURLWithPath: path))
    let result = try Contend.run(["prove", path])
    #expect(result.exitCode == 65)
    #expect(result.errors.contains("UTF-8"))
  }
}

/// What is wrong with files is told before anything runs, each file for itself.
struct FileRefusalTests {
  @Test func `one file that is no text does not silence the others, and names the byte`() throws {
    let folder = try Folder()
    try (Data("\\scenario x\n-- caf".utf8) + Data([0xE9])).write(
      to: URL(fileURLWithPath: "\(folder.path)/a.race.sql"))
    _ = try folder.write("\\scenario b\n\\variant buggy\n\\set n :m + 1\n", to: "b.race.sql")
    let result = try Contend.run(["check", folder.path])
    #expect(result.exitCode == 65)
    #expect(
      result.errors.contains("a.race.sql is not UTF-8 text: byte 19, in line 2; save the file as UTF-8"))
    #expect(result.all.contains("b.race.sql:3:8: error: unknown variable ':m'"))
  }

  @Test func `a result that could not be written is told before the run`() throws {
    let folder = try Folder()
    let result = try Contend.run(["prove", "lost-update", "--json", "\(folder.path)/out/r.json"])
    #expect(result.exitCode == 73)
    #expect(
      result.errors.contains(
        "cannot write \(folder.path)/out/r.json: there is no folder \(folder.path)/out/ (--json); make it first"
      ))
    #expect(!result.errors.contains("stress"))
  }

  @Test func `a semicolon that is missing between two statements is guessed`() throws {
    let folder = try Folder()
    let file = try folder.write(
      "\\scenario x\n\\setup\nCREATE TABLE t (a int);\n\\variant buggy\nUPDATE t SET a = 1\nUPDATE t SET a = 2;\n",
      to: "x.race.sql")
    let result = try Contend.run(["prove", file])
    #expect(result.exitCode == 65)
    #expect(
      result.errors.contains("is the ';' missing that ends the statement before UPDATE?"), "\(result.all)")
  }
}
