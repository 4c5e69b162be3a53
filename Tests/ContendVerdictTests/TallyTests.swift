import ContendChecking
import ContendModel
import ContendStatistics
import Testing

@testable import ContendVerdict

@Suite struct TallyTests {
  private func tally(_ calls: CallRecord..., locks: LockSamples = LockSamples()) -> ArmTally {
    var tally = ArmTally()
    var history = History(round: 1, calls: calls, invariants: [], duration: .milliseconds(100))
    history.locks = locks
    tally.add(history, .valid)
    return tally
  }

  @Test func `calls that a deadline cut short say nothing of how statements grow`() {
    let sizes = [1, 5, 10, 20, 50, 100]
    let points = sizes.map { size in
      let cut = CallRecord.sample(outcome: .timeout, statements: min(size, 15))
      let whole = CallRecord.sample(statements: size)
      return (n: Double(size), tally: size > 20 ? tally(cut, cut) : tally(whole, size > 10 ? cut : whole))
    }
    guard case .linear(_, let slope)? = Growth.ofStatements(points) else {
      Issue.record("\(String(describing: Growth.ofStatements(points)))")
      return
    }
    #expect((slope - 1).magnitude < 1e-9)
    // With too few whole calls all of them have to do.
    let late = sizes.map { (n: Double($0), tally: tally(.sample(outcome: .timeout, statements: $0))) }
    #expect(Growth.ofStatements(late)?.slope == 1)
    #expect(Growth.ofStatements(Array(late.prefix(2))) == nil)
  }

  @Test func `the time that calls wait for locks follows from who waits at a time`() throws {
    let calls = [CallRecord.sample(), .sample()]
    let waiting = tally(calls[0], calls[1], locks: LockSamples(count: 4, waiting: 2))
    #expect(waiting.sessionsWaiting == 0.5)
    // Two calls in 100 ms, in half of which one waited.
    #expect(try #require(waiting.lockWaitPerCall) == 25)
    #expect(tally(calls[0]).sessionsWaiting == nil)
    #expect(tally(calls[0]).lockWaitPerCall == nil)
  }
}
