import ContendStatistics
import Testing

@testable import Contend

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
}
