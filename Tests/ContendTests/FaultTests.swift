import ContendModel
import ContendPostgres
import ContendReport
import Testing

@testable import ContendRuns

/// A scenario that is simply wrong is no reproduction.
@Suite(.serialized)
struct FaultTests {
  @Test func `a typo in the buggy SQL is an error at its place`() async throws {
    let found = try await faults(
      Counter.text().replacing("UPDATE counter SET n = :next", with: "UPDATE conter SET n = :next"))
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("13: 42P01") == true)
    #expect(found.first?.hasSuffix("UPDATE conter SET n = :next WHERE id = 1;") == true)
  }

  @Test func `mistakes in several variants are told together`() async throws {
    let text = Counter.text().replacing("SET n = :next", with: "SET n == :next").replacing(
      "n = n + 1", with: "n = m + 1")
    let found = try await faults(text)
    #expect(found.count == 2)
    #expect(found.contains { $0.contains("42601") || $0.contains("42883") })
    #expect(found.contains { $0.contains("42703") })
  }

  @Test func `a mistake in the set-up is told once`() async throws {
    let found = try await faults(
      Counter.text().replacing(
        "INSERT INTO counter VALUES (1, 0)", with: "INSERT INTO counter VALUES (1, 'x')"))
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("7: 22P02") == true)
  }

  @Test func `an invariant that is wrong is told`() async throws {
    let found = try await faults(Counter.text().replacing("n <> oks", with: "n <> ok"))
    #expect(found.first?.contains("invariant counted failed: 42703") == true)
  }

  @Test func `an invariant that is violated whatever comes first is told with the row`() async throws {
    let found = try await faults(Counter.text().replacing("n <> oks", with: "n = oks"))
    #expect(found.contains { $0.hasPrefix("8: variant buggy fails in every order of its calls") })
    #expect(found.contains { $0.contains("1 row violates invariant counted: n = 2, oks = 2") })
  }

  @Test func `an error of the application that needs no race is told, unless it is allowed`() async throws {
    let failing = Counter.text().replacing("\\sleep 2ms", with: "\\fail oops")
    let found = try await faults(failing)
    #expect(found.contains { $0.contains("in every order of its calls, one after another (error:oops)") })
    #expect(try await faults(failing + "\n\\allow error:oops\n") == [])
    let several = Counter.text().replacing(
      "\\sleep 2ms", with: "SELECT g FROM generate_series(1, 2) g  \\gset")
    #expect(try await faults(several).contains { $0.contains("error:gset_many_rows") })
  }

  @Test func `an invariant that calls one after another violate, too, is no race`() async throws {
    let text = Counter.text() + "\n\\invariant once \"counted once\"\nSELECT n FROM counter WHERE n > 1;\n"
    let found = try await faults(text)
    let message = "fails in every order of its calls, one after another (invariant:once)"
    #expect(found.contains { $0.contains(message) })
  }

  @Test func `no time passes on the database's clock, and the coverage says so`() async throws {
    let text = Counter.text().replacing("\\sleep 2ms", with: "SELECT clock_timestamp() AS time  \\gset")
    let document = try await ExploreRun(try scenario(text), variant: "buggy", options: options()).run()
    #expect(document.control.explore?.coverage.contains("what the database's clock lets expire") == true)
  }

  @Test func `a mistake in finally is told`() async throws {
    let found = try await faults(Counter.text() + "\n\\finally\nUPDATE conter SET n = 0;\n\\endfinally")
    #expect(found.first?.contains("42P01") == true)
  }

  @Test func `a variable that no row has set is a fault of the program, told with the statement`()
    async throws
  {
    let text = Counter.text().replacing(
      "\\sleep 2ms", with: "\\if :client = 2\n  SELECT n AS seen FROM counter WHERE id = 9  \\gset\n\\endif")
    let found = try await faults(text)
    #expect(found.count == 1)
    #expect(
      found.first?.contains("variable ':seen' has no value: the statement at line 12 gave no row") == true)
    let fixed = try await prove(
      Counter.text().replacing(
        "\\invariant",
        with:
          "\\fix gone\nSELECT n FROM counter WHERE id = 9  \\gset\nUPDATE counter SET n = :n + 1;\n\\invariant"
      ))
    #expect(fixed.fixes.map(\.verdict) == [.eliminatedProved, .regressed])
    #expect(fixed.fixes[1].reasons.contains { $0.contains("error:undefined") })
  }

  @Test func `a statement that does not return alone is told`() async throws {
    var options = options()
    options.stepTimeout = .milliseconds(500)
    let file = try scenario(Counter.text().replacing("\\sleep 2ms", with: "SELECT pg_sleep(60);"))
    do {
      _ = try await ProveRun(file, options: options).run()
      Issue.record("it was run")
    } catch {
      #expect(RunFault(error).diagnostics.first?.message.contains("does not return") == true)
      #expect(RunFault(error).diagnostics.first?.location.line == 11)
    }
  }

  @Test func `a fix that never comes to its end alone is a result, and no mistake of the file`() async throws
  {
    var options = options()
    options.stepTimeout = .milliseconds(500)
    let file = try scenario(Counter.text() + "\n\\fix stuck \"waits for ever\"\nSELECT pg_sleep(60);\n")
    let explored = try await ExploreRun(file, variant: "stuck", options: options).run()
    let stressed = try await StressRun(file, variant: "stuck", options: options).run()
    for document in [explored, stressed] {
      #expect(document.exitCode == 1)
      #expect(document.control.reproduced && document.control.failures.map(\.kind) == ["stuck"])
      #expect(
        document.control.failures.first?.sentence.contains(
          "run alone, its statement at line 20 does not return")
          == true, "\(document.control.failures)")
    }
    let proved = try await prove(Counter.text() + "\n\\fix stuck \"waits for ever\"\nSELECT pg_sleep(60);\n")
    {
      $0.stepTimeout = .milliseconds(500)
    }
    #expect(proved.fixes.map(\.verdict) == [.eliminatedProved, .regressed])
  }

  @Test func `an empty trace is not announced`() async throws {
    let file = try scenario(Counter.text() + "\n\\fix hasty \"fails at once\"\n\\fail at_once\n")
    var stress = StressRun(file, variant: "hasty", options: options())
    stress.rounds = 1
    for document in [
      try await ExploreRun(file, variant: "hasty", options: options()).run(), try await stress.run(),
    ] {
      #expect(document.exitCode == 1)
      #expect(document.control.explore?.counterexample == nil)
      #expect(document.control.stress?.counterexample == nil)
      let text = TerminalReport(document).text(style: .plain)
      #expect(text.contains("error:at_once") && !text.contains("Failing interleaving"), "\(text)")
    }
  }

  @Test func `what is doubtful about a scenario is told before it runs`() async throws {
    var options = options()
    let warnings = Warnings()
    options.warn = { warnings.add($0) }
    options.stop()
    let file = try scenario(
      Counter.text().replacing(
        "\\load clients=6 calls=1", with: "\\load clients=6 calls=1\n\\draw unread random(1, 2)"))
    _ = try await ProveRun(file, options: options).run()
    #expect(warnings.all.contains { $0.message.contains("unread") })
  }

  @Test func `a name that does not exist is told with those that do`() {
    #expect("\(ScenarioFault.noFix("a,b", known: ["a", "b"]))".hasSuffix("repeat fixes for each of several"))
    #expect("\(ScenarioFault.noFix("buggy", known: ["a"]))" == "the scenario has no fix 'buggy'; it has a")
    #expect(
      "\(ScenarioFault.noParameter("n", known: []))" == "the scenario has no parameter 'n', nor any other")
    #expect(
      "\(ScenarioFault.notFound("x/y.race.sql", nearest: nil, known: ["lost-update"]))"
        == "there is no file x/y.race.sql")
  }

  @Test func `every error has its documented exit code`() {
    let place = SourceLocation(file: "a.race.sql", line: 3, column: 1)
    #expect(RunFault(Diagnostic(.error, at: place, "x")).exitCode == 65)
    #expect(RunFault(ScenarioFault.notFound("x", nearest: nil, known: [])).exitCode == 64)
    #expect(RunFault(ScenarioFault.unreadable("x")).exitCode == 65)
    #expect(RunFault(ServerError.noInstallation(searched: [])).exitCode == 69)
    #expect(RunFault(SQLFailure(error: SQLError(sqlState: "08006", message: "gone"))).exitCode == 69)
    #expect(RunFault(SQLFailure(error: SQLError(sqlState: "XX000", message: "odd"))).exitCode == 70)
  }
}

/// Collects warnings of a run.
private final class Warnings: @unchecked Sendable {
  // Guarded by use: written by the run, read after it.
  private(set) var all: [Diagnostic] = []

  func add(_ diagnostics: [Diagnostic]) { all += diagnostics }
}
