import ContendModel
import ContendReport
import ContendStatistics
import Testing

@testable import ContendRuns

/// What a fix that never fails can still be found to be, on the real server.
@Suite(.serialized)
struct DepthTests {
  private static let head = #"""
    \scenario seats "Increments that get lost, on one of eight rows"
    \draw id random(1, 8)
    \load clients=6 calls=1
    \explore clients=2 calls=1 id=1
    \setup
    CREATE TABLE counter (id int PRIMARY KEY, n int NOT NULL);
    INSERT INTO counter SELECT g, 0 FROM generate_series(1, 8) g;

    """#

  /// The body of a variant: `lock` comes before the read, `suffix` after it.
  private static func body(lock: String = "", suffix: String = "", pause: String = "\\sleep 3ms") -> String {
    """
    BEGIN;
    \(lock)
    SELECT n AS seen FROM counter WHERE id = :id\(suffix)  \\gset
    \(pause)
    \\set next :seen + 1
    UPDATE counter SET n = :next WHERE id = :id;
    COMMIT;

    """
  }

  private static let invariant = #"""

    \invariant counted "every acknowledged increment is there"
    SELECT n, oks FROM (SELECT sum(n) AS n FROM counter) s,
      (SELECT count(*) AS oks FROM calls WHERE outcome = 'ok') c WHERE n <> oks;

    """#

  private func prove(
    fixes: String..., judging: String = invariant, buggy: String = body(), head: String = head
  ) async throws -> ResultDocument {
    let text =
      head + "\\variant buggy \"read, add, write\"\n" + buggy + fixes.joined(separator: "\n") + judging
    return try await ProveRun(try scenario(text), options: options()).run()
  }

  @Test func `one global lock is masked, a lock on the row is not`() async throws {
    let document = try await prove(
      fixes: "\\fix global \"one lock for all\"\n\\expect masked\n"
        + Self.body(lock: "SELECT pg_advisory_xact_lock(1);"),
      "\\fix row \"a lock on the row\"\n" + Self.body(suffix: " FOR UPDATE"),
      judging: Self.invariant + "\\partition id\n")
    let (global, row) = (document.fixes[0], document.fixes[1])
    #expect(global.verdict == .masked, "\(global.reasons) \(global.notes)")
    #expect(
      global.reasons.first?.hasPrefix("It serialised everything: on distinct values of id 6 clients") == true)
    #expect([.eliminatedProved, .eliminatedStatistically].contains(row.verdict), "\(row.reasons)")
    #expect(row.notes.contains { $0.hasPrefix("On distinct values of id 6 clients do") })
    #expect(row.comparison?.partition?.clients == 6)
    #expect(document.exitCode == 0)
  }

  @Test func `rejecting everything, or aborting whoever would have to wait, is masked`() async throws {
    let nowait =
      "\\fix nowait \"whoever would wait is turned away\"\n\\expect masked\n"
      + Self.body(suffix: " FOR UPDATE NOWAIT")
    let document = try await prove(
      fixes: "\\fix closed \"turns everybody away\"\n\\expect masked\n\\reject closed\n", nowait,
      judging: Self.invariant + "\\allow error:55P03\n")
    for (fix, way) in zip(document.fixes, ["rejected:closed", "error:55P03"]) {
      #expect(fix.verdict == .masked, "\(fix.name): \(fix.reasons)")
      #expect(fix.reasons.first?.contains("work that every serial order accepts") == true)
      #expect(fix.reasons.first?.contains(way) == true)
    }
    #expect(document.fixes[0].stress?.rejectRate == 1)
    #expect(document.exitCode == 0)
  }

  @Test func `30 percent slower at the median regresses, 3 percent slower does not`() async throws {
    func slow(_ seconds: String) -> String {
      Self.body(suffix: " FOR UPDATE", pause: "SELECT pg_sleep(\(seconds));")
    }
    let document = try await prove(
      fixes: "\\fix slow \"a lock, and 30 percent more\"\n\\expect regressed\n" + slow("0.026"),
      "\\fix near \"a lock, and 3 percent more\"\n" + slow("0.0206"),
      buggy: Self.body(pause: "SELECT pg_sleep(0.020);"))
    let (slower, near) = (document.fixes[0], document.fixes[1])
    #expect(slower.verdict == .regressed, "\(slower.reasons) \(slower.notes)")
    #expect(slower.reasons.first?.contains("Alone, without contention, its median is") == true)
    #expect([.eliminatedProved, .eliminatedStatistically].contains(near.verdict), "\(near.reasons)")
    #expect(try #require(near.comparison?.aloneP50?.interval).low <= 1.1)
    #expect(try #require(slower.comparison?.aloneP50?.interval).low > 1.1)
  }

  @Test func `statements that still grow with the size, and failures further out, are masked`() async throws {
    let loop = #"""
      \for i in [1, 2, 3, 4, 5, 6, 7, 8]
        \if :i <= :size
          SELECT n FROM counter WHERE id = :i;
        \endif
      \endfor

      """#
    let late = #"""
      \if :size >= 4
      DO $$ BEGIN RAISE EXCEPTION 'too late' USING ERRCODE = '57014'; END $$;
      \endif

      """#
    let head = Self.head.replacing("\\load", with: "\\param size 4\n\\sweep size 1, 2, 4, 8\n\\load")
    let document = try await prove(
      fixes: "\\fix longer \"waits longer, but asks as often\"\n\\expect masked\n" + loop
        + "\\say :id\n",
      "\\fix capped \"one statement, up to a size\"\n\\expect masked\n\\if :size > 4\n\\fail too_large\n\\endif\n"
        + "SELECT count(*) FROM counter WHERE id <= :size;\n",
      "\\fix batched \"one statement\"\nSELECT count(*) FROM counter WHERE id <= :size;\n",
      judging: "", buggy: loop + late, head: head)
    let verdicts = document.fixes.map(\.verdict)
    #expect(verdicts[0] == .masked, "\(document.fixes[0].reasons)")
    #expect(document.fixes[0].reasons.first?.hasPrefix("The cause is unchanged: statements per call") == true)
    #expect(verdicts[1] == .masked, "\(document.fixes[1].reasons)")
    #expect(
      document.fixes[1].reasons.first?.contains("fails again further out: 5 of 5 rounds at size = 8") == true)
    #expect(
      [.eliminatedProved, .eliminatedStatistically].contains(verdicts[2]), "\(document.fixes[2].reasons)")
  }
}
