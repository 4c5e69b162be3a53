import ContendModel
import Testing

@testable import ContendExploration

struct FirstRunTests {
  private let explorer = Explorer(program: .lostUpdate(clients: 2))

  @Test func `a strategy that has fewer runs is complete, and is asked to its end`() {
    let all = explorer.explore(.begin)
    let first = explorer.explore(FirstRuns(all.schedules.count + 1, of: DepthFirst(reduction: .begin)))
    #expect(first.schedules == all.schedules)
    #expect(first.tally.isComplete)
  }

  @Test func `as many runs as there are leave nothing out`() {
    let all = explorer.explore(.begin)
    let first = explorer.explore(FirstRuns(all.schedules.count, of: DepthFirst(reduction: .begin)))
    #expect(first.schedules == all.schedules)
    #expect(first.tally.isComplete)
  }

  @Test func `one that has more is stopped in time, and says so`() {
    let first = explorer.explore(FirstRuns(3, of: DepthFirst(reduction: .begin)))
    #expect(first.tally.schedules == 3)
    #expect(!first.tally.isComplete)
  }

  @Test func `none are none`() {
    var none = FirstRuns(0, of: DepthFirst(reduction: .begin))
    guard case .finished = none.begin() else {
      Issue.record("it has begun")
      return
    }
    #expect(none.tally == Tally())
  }
}
