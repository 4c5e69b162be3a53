import ContendModel
import ContendReport
import Synchronization
import Testing

@testable import ContendRuns

/// Serial: every run has a server of its own.
@Suite(.serialized)
struct ProveTests {
  @Test func `the bug is reproduced and named, the right fix eliminated`() async throws {
    let document = try await prove(Counter.text())
    #expect(document.control.reproduced)
    #expect(document.control.anomaly?.anomalyClass == .lostUpdate)
    #expect(document.control.failures.first?.kind.description == "invariant:counted")
    let steps = try #require(document.control.explore?.counterexample?.steps)
    #expect(Set(steps.compactMap { $0.location?.line }) == [9, 10, 13, 14], "\(steps.map(\.location))")
    let fix = try #require(document.fixes.first)
    #expect([.eliminatedProved, .eliminatedStatistically].contains(fix.verdict))
    #expect(fix.stress?.failedRounds == 0)
    #expect(document.exitCode == 0)
    #expect(!document.interrupted)
  }

  @Test func `a wrong fix is given up after a few rounds, and its verdict is the exit code`() async throws {
    let wrong =
      "\\fix wrong \"locks too late\"\n\\expect not_fixed\n"
      + Counter.buggy.split(separator: "\n").dropFirst()
      .joined(separator: "\n")
    let document = try await prove(
      Counter.text([Counter.head, Counter.buggy, wrong, Counter.invariant]), fixes: ["wrong"])
    #expect(document.fixes.map(\.verdict) == [.notFixed])
    #expect(try #require(document.fixes.first?.stress).rounds <= 40)
    #expect(document.exitCode == 1)
  }

  @Test func `more clients than explore can interleave are for stress alone, and that is said`() async throws
  {
    let notes = Mutex<[String]>([])
    var options = options()
    options.clients = 20
    options.note = { note in notes.withLock { $0.append(note.description) } }
    let document = try await ProveRun(try scenario(Counter.text()), options: options).run()
    #expect(document.fixes.map(\.verdict) == [.eliminatedProved], "\(document.fixes.map(\.reasons))")
    #expect(document.control.stress?.settings.clients == 20)
    #expect(document.control.explore?.coverage.contains("of 2 clients × 1 call") == true)
    #expect(notes.withLock { $0 }.contains { $0.hasPrefix("20 clients are for stress alone") })
  }

  @Test func `a bug that takes a killed client is proved by explore, and stress soon stops looking for it`()
    async throws
  {
    let document = try await ProveRun(
      try ScenarioFile.load("lost-acknowledgement"), fixNames: ["idempotency-key", "key-per-attempt"],
      options: options()
    ).run()
    #expect(document.control.reproduced)
    #expect(document.control.anomaly?.anomalyClass == .lostAcknowledgement)
    #expect(document.control.stress?.failedRounds == 0)
    #expect(document.control.stress?.rounds == 20)
    #expect(document.fixes.map(\.verdict) == [.eliminatedProved, .notFixed])
    #expect(
      document.fixes[1].reasons.contains {
        $0.hasPrefix("The control, which fails in explore, failed in 0 of 20")
      })
  }

  @Test func `an expectation that is missed exits with 1`() async throws {
    let document = try await prove(
      Counter.text([Counter.head, Counter.buggy, Counter.atomic + "\n\\expect not_fixed", Counter.invariant]))
    #expect(document.exitCode == 1)
  }

  @Test func `no serial order is no new failure where an invariant of the control says what is wrong`()
    async throws
  {
    let head = #"""
      \scenario orphan "The payment of an order that was deleted"
      \load clients=12 calls=1
      \explore calls=1
      \setup
      CREATE TABLE orders (id int PRIMARY KEY);
      CREATE TABLE payments (id int PRIMARY KEY);
      INSERT INTO orders SELECT generate_series(1, 6);
      """#
    func body(_ ending: String) -> String {
      #"""
      \role payer
      SELECT id AS seen FROM orders WHERE id = :client  \gset
      \if NOT :{?seen}
        \reject not_found
      \endif
      \sleep 1ms
      INSERT INTO payments VALUES (:client);
      SELECT id AS still FROM orders WHERE id = :client  \gset
      \if NOT :{?still}
        \#(ending)
      \endif
      """#
    }
    // The control's call ends in an error after it has committed: no order of calls shows that.
    let buggy =
      "\\variant buggy\n\(body(#"\fail gone"#))\n\\role admin\nDELETE FROM orders WHERE id = :client AND id NOT IN (SELECT id FROM payments);"
    let hushed = "\\fix hushed\n\(body(#"\reject not_found"#))"
    let invariant = "\\invariant paid\nSELECT id FROM payments WHERE id NOT IN (SELECT id FROM orders);"
    let document = try await prove([head, buggy, hushed, invariant].joined(separator: "\n"))
    let fix = try #require(document.fixes.first)
    #expect(fix.reasons.contains { $0.contains("oracle:serial") })
    #expect(fix.verdict == .notFixed, "\(fix.reasons)")
  }

  @Test func `a broken threshold of a fix regresses`() async throws {
    let slow = Counter.atomic + "\n\\threshold p50 < 0.001ms"
    let document = try await prove(
      Counter.text([Counter.head, Counter.buggy, slow, Counter.invariant]), fixes: ["atomic"])
    let fix = try #require(document.fixes.first)
    #expect(fix.verdict == .regressed)
    #expect(fix.reasons.first?.contains("\\threshold p50") == true)
    #expect(document.exitCode == 4)
  }

  @Test func `a control that cannot fail is inconclusive, and soon`() async throws {
    let document = try await prove(Counter.text()) { $0.clients = 1 }
    #expect(!document.control.reproduced)
    #expect(document.fixes.map(\.verdict) == [.inconclusive])
    #expect(try #require(document.control.stress).rounds <= 20)
    #expect(document.exitCode == 2)
  }

  @Test func `without fixes it is enough that the control fails`() async throws {
    let document = try await prove(Counter.text([Counter.head, Counter.buggy, Counter.invariant]))
    #expect(document.control.reproduced)
    #expect(document.fixes.isEmpty)
    #expect(document.exitCode == 0)
  }

  @Test func `a stopped run is a partial result`() async throws {
    var options = options()
    let stop = options.stop
    options.progress = { if $0.phase == "stress" { stop() } }
    let document = try await ProveRun(try scenario(Counter.text()), options: options).run()
    #expect(document.interrupted)
    #expect(document.exitCode == 130)
    #expect(try #require(document.control.stress).rounds <= 2)
  }

  @Test func `a budget that is too short is inconclusive`() async throws {
    let document = try await prove(Counter.text(), fixes: ["atomic"]) { $0.budget = .milliseconds(1) }
    #expect(document.fixes.map(\.verdict) == [.inconclusive])
    #expect(document.exitCode == 2)
  }

  @Test func `an invariant that read nothing is noted`() async throws {
    let empty = "\\invariant empty \"reads a table without rows\"\nSELECT * FROM nothing;"
    let document = try await prove(
      Counter.text([
        Counter.head + "\nCREATE TABLE nothing (id int);", Counter.buggy, Counter.atomic, Counter.invariant,
        empty,
      ]))
    #expect(document.fixes[0].notes.contains { $0.contains("invariant empty read no row") })
    #expect(!document.fixes[0].notes.contains { $0.contains("invariant counted read no row") })
  }

  @Test func `a fix that does not exist is a mistake of the call`() async throws {
    do {
      _ = try await prove(Counter.text(), fixes: ["atmoic"])
      Issue.record("it was run")
    } catch {
      #expect(RunFault(error).exitCode == 64)
      #expect(RunFault(error).message.description.contains("atmoic"))
      #expect(RunFault(error).message.description.contains("atomic"))
    }
  }
}
