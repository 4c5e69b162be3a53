import ContendModel
import Testing

@testable import ContendExploration

@Suite("Replay")
struct ReplayTests {
  private let program = Program.lostUpdate(clients: 3)

  @Test("Every schedule, failing or not, replays to its outcome")
  func outcomes() {
    for program in [program, .deadlock, .writeSkew(.serializable), .twoHolders] {
      let explorer = Explorer(program: program)
      let report = explorer.explore(.mvcc)
      for (outcome, schedules) in report.outcomes {
        for schedule in schedules {
          let replay = explorer.explore(ReplayStrategy(schedule, times: 3))
          #expect(replay.outcomes.keys.elementsEqual([outcome]))
          #expect(replay.schedules == [schedule])
          #expect(replay.tally.schedules == 3 && replay.tally.diverged == 0)
        }
      }
    }
  }

  /// Where an exact replay of this schedule diverges.
  private func divergence(_ schedule: String) throws -> Divergence? {
    var strategy = ReplayStrategy(try #require(Schedule(schedule)))
    while case .run(var run) = strategy.begin() {
      let (ending, _) = Explorer(program: program).run(&run)
      strategy.end(run, ending)
    }
    #expect(strategy.tally.diverged == (strategy.divergence == nil ? 0 : 1))
    return strategy.divergence
  }

  @Test("A choice that is not possible diverges at its step")
  func impossible() throws {
    // Client 2 waits for client 1's row and cannot go on.
    #expect(
      try divergence("112221333")
        == Divergence(step: 5, expected: .issue(2), enabled: [.issue(1), .issue(3)]))
  }

  @Test("A schedule that ends before or after the program diverges")
  func lengths() throws {
    #expect(try divergence("111222333") == nil)
    #expect(try divergence("11122233") == Divergence(step: 9, expected: nil, enabled: [.issue(3)]))
    #expect(try divergence("1112223333") == Divergence(step: 10, expected: .issue(3), enabled: []))
  }

  @Test("A client that the schedule does not name does not take part")
  func absent() throws {
    #expect(try divergence("121122") == nil)
    #expect(try divergence("222") == nil)
  }

  @Test("A lenient replay leaves out what is impossible and ends what was begun")
  func lenient() throws {
    let explorer = Explorer(program: program)
    let schedule = try #require(Schedule("1122221"))
    let report = explorer.explore(ReplayStrategy(schedule, fidelity: .lenient))
    let executed = try #require(report.schedules.first)
    #expect(executed.description == "112212")
    #expect(explorer.explore(ReplayStrategy(executed)).tally.diverged == 0)
  }

  @Test("A search notices a program that does something else the second time")
  func nondeterministic() {
    var strategy = DepthFirst(reduction: .mvcc)
    var runs = 0
    while case .run(var run) = strategy.begin() {
      runs += 1
      let (ending, _) = Explorer(program: runs > 2 ? .deadlock : program).run(&run)
      strategy.end(run, ending)
    }
    #expect(strategy.tally.diverged > 0)
    #expect(!strategy.tally.isComplete)
  }
}
