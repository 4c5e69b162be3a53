import ContendModel
import ContendVerdict
import Testing

@testable import ContendRuns

/// Values that differ from run to run are no differences between orders.
@Suite("Clock and chance", .serialized)
struct ClockTests {
  private static func coupon(_ body: String) -> String {
    """
    \\scenario coupon "A coupon is redeemed"
    \\setup
    CREATE TABLE coupon (id int PRIMARY KEY, redeemed_at timestamptz, until timestamp, mark float8);
    INSERT INTO coupon VALUES (1);
    \\variant buggy "redeem it"
    \(body)
    """
  }

  private static let conditional = """
    UPDATE coupon SET redeemed_at = now(), until = now() + interval '1 month'
     WHERE id = 1 AND redeemed_at IS NULL;
    \\if :ROW_COUNT = 0
      \\reject used
    \\endif
    """

  @Test func `a correct program that writes down the time raises no alarm, and is compared`() async throws {
    let result = try await Explored.run(Self.coupon(Self.conditional))
    #expect(result.state.failing == 0)
    #expect(result.serialGaps == [])
    #expect(result.diverged == 0)
  }

  @Test func `a wrong program that writes down the time is found all the same`() async throws {
    let result = try await Explored.run(
      Self.coupon(
        """
        SELECT redeemed_at IS NULL AS free FROM coupon WHERE id = 1 \\gset
        \\if NOT :free
          \\reject used
        \\endif
        UPDATE coupon SET redeemed_at = clock_timestamp() WHERE id = 1;
        """))
    #expect(result.state.kinds[.serialOracle] != nil)
  }

  @Test func `what comes out differently each time is not compared, and that is said`() async throws {
    let result = try await Explored.run(Self.coupon("UPDATE coupon SET mark = random() WHERE id = 1;"))
    #expect(result.state.failing == 0)
    #expect(result.serialGaps == [.unsteady])
  }
}
