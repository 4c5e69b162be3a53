import ContendExploration
import ContendModel
import ContendReport
import Testing

@testable import ContendRuns

/// What differs from run to run, and not between orders, is nobody's fault.
@Suite("A right program raises no alarm", .serialized)
struct FalseAlarmTests {
  @Test(
    "that notes the time in a way of its own",
    arguments: [
      ("int", "extract(epoch FROM now())::int"),
      ("bigint", "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"),
      ("timestamptz", "date_trunc('second', now())"), ("text", "to_char(now(), 'YYYY-MM-DD HH24:MI:SS')"),
      ("numeric", "extract(epoch FROM CURRENT_TIMESTAMP)"),
    ])
  func time(_ type: String, _ value: String) async throws {
    for reduction in [Reduction.none, .auto] {
      let result = try await Explored.run(RightPrograms.reserved(as: value, type: type), reduction)
      #expect(result.state.kinds.keys.sorted() == [], "\(reduction)")
      #expect(result.tally.isComplete, "\(reduction)")
      #expect(result.diverged == 0, "\(reduction)")
    }
  }

  @Test func `that joins two rows by the ids which sequences gave them`() async throws {
    for reduction in [Reduction.none, .auto] {
      let result = try await Explored.run(RightPrograms.receipts, variant: "counted", reduction)
      #expect(result.state.kinds.keys.sorted() == [], "\(reduction)")
    }
    let document = try await Explored.prove(RightPrograms.receipts)
    #expect(document.fixes.map(\.verdict.isEliminated) == [true], "\(document.fixes.map(\.reasons))")
  }

  @Test(
    "whose database draws a value that the client reads",
    arguments: [
      ("uuid", "gen_random_uuid()"), ("xid8", "pg_current_xact_id()"),
    ])
  func drawn(_ type: String, _ value: String) async throws {
    let document = try await Explored.prove(RightPrograms.drawn(type, value))
    #expect(document.control.reproduced == true)
    #expect(document.fixes.map(\.verdict.isEliminated) == [true], "\(document.fixes.map(\.reasons))")
  }
}

extension Verdict {
  var isEliminated: Bool { self == .eliminatedProved || self == .eliminatedStatistically }
}
