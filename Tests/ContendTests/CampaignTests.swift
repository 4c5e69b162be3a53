import ContendStatistics
import Testing

@testable import ContendRuns

/// The order of rounds must come from the seed alone.
struct CampaignTests {
  @Test func `a block's order does not depend on which fixes are settled`() {
    let all = StressCampaign.order(seed: 3, block: 7, fixes: 4, open: [0, 1, 2, 3])
    let some = StressCampaign.order(seed: 3, block: 7, fixes: 4, open: [1, 3])
    #expect(some == all.filter { $0 != .fix(0) && $0 != .fix(2) })
    #expect(some.count == 9)
  }

  @Test func `blocks and seeds differ in their order`() {
    let first = StressCampaign.order(seed: 3, block: 0, fixes: 4, open: [0, 1, 2, 3])
    #expect(first == StressCampaign.order(seed: 3, block: 0, fixes: 4, open: [0, 1, 2, 3]))
    #expect(first != StressCampaign.order(seed: 3, block: 1, fixes: 4, open: [0, 1, 2, 3]))
    #expect(first != StressCampaign.order(seed: 4, block: 0, fixes: 4, open: [0, 1, 2, 3]))
  }

  @Test func `a slow fix sits out until the others have had as much`() {
    #expect(StressCampaign.withinShare([.zero, .zero]) == [0, 1])
    #expect(StressCampaign.withinShare([.seconds(10), .seconds(1), .seconds(1)]) == [1, 2])
    #expect(StressCampaign.withinShare([.seconds(10), .seconds(6), .seconds(6)]) == [0, 1, 2])
    #expect(StressCampaign.withinShare([.seconds(10)]) == [0])
    #expect(StressCampaign.withinShare([]) == [])
  }

  @Test func `of a library's budget each takes at most three shares, the last one what is left`() {
    #expect(LibraryRun.share(of: .seconds(340), among: 15) == .seconds(60))
    #expect(LibraryRun.share(of: .seconds(40), among: 1) == .seconds(40))
    var left = Duration.seconds(300)
    for count in (1...15).reversed() {
      let share = LibraryRun.share(of: left, among: count)
      #expect(share <= left)
      // Whatever the others took.
      #expect(share >= left / count)
      left -= share
    }
  }
}
