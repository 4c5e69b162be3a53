import ContendCommandSupport
import ContendModel
import ContendReport
import ContendStatistics
import ContendTestSupport
import Foundation
import Testing

@testable import ContendRuns

/// What the scenarios of the incidents are there to show, as the executable shows it.
@Suite(.serialized, .enabled(if: Extent.isWhole))
struct IncidentTests {
  private func run(_ arguments: String...) throws -> ResultDocument {
    let result = try Command.run([Contend.optimised] + arguments + ["--seed", "1", "--json", "-", "-q"])
    return try JSONDecoder().decode(ResultDocument.self, from: Data(result.output.utf8))
  }

  @Test func `one checkout in ten runs out of time in production, none in staging`() throws {
    let production = try run("stress", "n-plus-one", "--profile", "production", "--rounds", "20")
    let stress = try #require(production.control.stress)
    #expect(try #require(stress.errorRate) >= 0.08 && stress.errorRate ?? 1 <= 0.15, "\(stress.outcomes)")
    #expect(try #require(stress.outcomes.entries["timeout"]) >= 20)
    let staging = try run("stress", "n-plus-one", "--profile", "staging", "--rounds", "20")
    #expect(staging.control.stress?.failedRounds == 0)
    #expect(staging.exitCode == 0)
  }

  @Test func `calls per checkout grow with the cart, and in chunks of 50 once they are batched`() throws {
    let document = try run(
      "sweep", "n-plus-one", "--variant", "before,buggy,batched", "--rounds", "3")
    let sweep = try #require(document.sweep)
    #expect(sweep.values == ["1", "5", "10", "20", "50", "100"])
    let (before, buggy, batched) = (sweep.curves[0], sweep.curves[1], sweep.curves[2])
    #expect(before.statementGrowth?.model == .constant)
    #expect(buggy.onset?.value == "20", "\(String(describing: buggy.onset))")
    #expect(buggy.statementGrowth?.model == .linear)
    #expect((try #require(buggy.statementGrowth?.slope) - 1).magnitude < 0.1)
    #expect(batched.onset == nil)
    #expect(batched.statementGrowth?.model == .chunked)
    #expect(
      batched.statementGrowth?.chunk?.low ?? 99 <= 50 && batched.statementGrowth?.chunk?.high ?? 0 >= 50)
  }

  @Test(arguments: ["retry-on-timeout", "longer-timeout"])
  func `what only hides the time-outs is masked, by the statements of a call`(fix: String) throws {
    let judged = try #require(try proved("n-plus-one").fixes.first { $0.name == fix })
    #expect(judged.verdict == .masked)
    #expect(judged.reasons.first?.hasPrefix("The cause is unchanged: statements per call still grow") == true)
    #expect(judged.stress?.failedRounds == 0)
  }

  @Test func `a nested checkout is found at once, and a larger pool fails again further out`() throws {
    let document = try proved("pool-exhaustion")
    let explore = try #require(document.control.explore)
    #expect(try #require(explore.firstFailure) <= 10)
    #expect(document.control.anomaly?.anomalyClass == .poolExhaustion)
    let larger = try #require(document.fixes.first { $0.name == "larger-pool" })
    #expect(larger.verdict == .masked)
    #expect(
      larger.reasons.first == "It fails again further out: 5 of 5 rounds at clients = 100 (pool_timeout).")
    #expect(document.fixes.first { $0.name == "hand-on" }?.verdict == .eliminatedProved)
  }

  @Test func `of the batch only the whole fix helps, and each of its parts leaves something`() throws {
    let document = try proved("order-batch")
    let full = try #require(document.fixes.first { $0.name == "full-fix" })
    #expect(full.verdict == .eliminatedProved || full.verdict == .eliminatedStatistically)
    let parts = document.fixes.filter { $0.name != "full-fix" }
    #expect(parts.count >= 5)
    for part in parts { #expect(part.verdict == .notFixed || part.verdict == .reduced, "\(part.name)") }
    let (before, after) = (try #require(document.control.stress), try #require(full.stress))
    #expect(try #require(before.errorRate) > 0.1)
    #expect(after.errorRate == 0)
    #expect(
      try #require(after.resources?.connectionHeld) < (try #require(before.resources?.connectionHeld)))
    #expect(try #require(after.resources?.poolWait) < (try #require(before.resources?.poolWait)))
  }

  @Test func `nothing is lost and nothing done twice at 100 orders, nor at 1,000`() throws {
    let hundred = try run("stress", "order-batch", "--variant", "full-fix", "--rounds", "5")
    #expect(hundred.control.stress?.settings.clients == 101)
    #expect(hundred.control.stress?.failedRounds == 0, "\(hundred.control.failures)")
    let thousand = try run(
      "stress", "order-batch", "--variant", "full-fix", "--profile", "thousand", "--rounds", "2")
    #expect(thousand.control.stress?.settings.clients == 1001)
    #expect(thousand.control.stress?.failedRounds == 0, "\(thousand.control.failures)")
    #expect(thousand.control.stress?.errorRate == 0)
  }

  /// A scenario of the library as `prove --all` has judged it.
  private func proved(_ name: String) throws -> ResultDocument {
    try #require(try LibraryTests.proved().first { $0.scenario.name == name })
  }
}
