import ContendModel
import ContendReport
import Testing

@testable import ContendRuns

@Suite(.serialized)
struct SweepTests {
  private let cart = #"""
    \scenario cart "One statement per line of the cart"
    \param n 5
    \draw extra random(1, 9)
    \load clients=2 calls=1
    \sweep n 8, 1, 4, 2
    \sweep clients 1, 2
    \setup
    CREATE TABLE item (id int PRIMARY KEY, stock int NOT NULL);
    INSERT INTO item SELECT g, 10 FROM generate_series(1, 20) g;
    \variant before "no check at all"
    SELECT 1;
    \variant buggy "one by one"
    \for i in [1, 2, 3, 4, 5, 6, 7, 8]
      \if :i <= :n
        SELECT stock + :extra FROM item WHERE id = :i;
      \endif
    \endfor
    \if :n > 3
      \fail too_slow
    \endif
    \fix batched "four at a time"
    \for i in [0, 4]
      \if :i < :n
        SELECT count(*) FROM item WHERE id > :i AND id <= :i + 4;
      \endif
    \endfor
    \invariant seen "extra is in vars"
    SELECT vars FROM calls WHERE vars->>'extra' IS NULL;
    """#

  private func sweep(
    _ text: String, swept: [(name: String, text: String)] = [], over: String? = nil,
    variants: [String] = [], rounds: Int = 4, _ change: (inout RunOptions) -> Void = { _ in }
  ) async throws -> ResultDocument {
    var options = options()
    change(&options)
    var sweep = SweepRun(try scenario(text), variants: variants, options: options)
    (sweep.swept, sweep.over, sweep.rounds) = (swept, over, rounds)
    return try await sweep.run()
  }

  @Test func `the scenario's own sweep tells onset and growth of every variant`() async throws {
    let document = try await sweep(cart)
    let section = try #require(document.sweep)
    #expect(section.parameter == "n")
    #expect(section.values == ["1", "2", "4", "8"])
    #expect(section.complete)
    #expect(section.curves.map(\.variant) == ["buggy", "batched"])
    #expect(section.curves.flatMap(\.points).allSatisfy { $0.stress.rounds == 4 })
    let (buggy, batched) = (section.curves[0], section.curves[1])
    #expect(buggy.onset?.value == "4")
    #expect(buggy.onset?.before == "2")
    #expect(buggy.statementGrowth?.model == .linear)
    #expect(buggy.points[3].failures.entries["error:too_slow"] == 4)
    #expect(batched.onset == nil)
    #expect(batched.statementGrowth?.model == .chunked)
    #expect(document.exitCode == 1)
    #expect(document.control.variant == "buggy")
    #expect(document.control.reproduced)
    #expect(document.control.failures.first?.rounds == 8)
    #expect(document.fixes.isEmpty)
  }

  @Test func `clients are swept, for the variants that are named`() async throws {
    let document = try await sweep(
      Counter.text(), swept: [("clients", "6, 1")], variants: ["atomic", "buggy"])
    let curves = try #require(document.sweep).curves
    #expect(curves.map(\.variant) == ["atomic", "buggy"])
    #expect(curves[1].points.map(\.stress.settings.clients) == [1, 6])
    #expect(curves[1].points[0].stress.failedRounds == 0)
    #expect(curves[1].onset?.value == "6")
    #expect(curves[0].onset == nil)
  }

  @Test func `another sweep of the scenario, or a draw that is fixed`() async throws {
    let clients = try await sweep(cart, over: "clients", variants: ["batched"], rounds: 1)
    #expect(clients.sweep?.parameter == "clients")
    #expect(clients.exitCode == 0)
    let draw = try await sweep(cart, swept: [("extra", "2,3")], variants: ["batched"], rounds: 1)
    #expect(draw.sweep?.values == ["2", "3"])
    #expect(draw.exitCode == 0)
  }

  @Test func `a budget that ends before the rounds leaves the sweep incomplete`() async throws {
    let document = try await sweep(cart, variants: ["batched"]) { $0.budget = .milliseconds(1) }
    #expect(document.sweep?.complete == false)
    #expect(document.exitCode == 2)
  }

  @Test func `what cannot be swept is a mistake of the call`() async throws {
    let mistakes: [(swept: [(String, String)], over: String?, message: String)] = [
      ([("n", "1,many")], nil, "integer"), ([("m", "1,2")], nil, "n, extra"),
      ([("clients", "0,1")], nil, "1 to 10000"), ([("n", "1,2"), ("clients", "3")], nil, "one curve"),
      ([], "m", "n, clients"),
    ]
    for (swept, over, message) in mistakes {
      do {
        _ = try await sweep(cart, swept: swept.map { (name: $0.0, text: $0.1) }, over: over)
        Issue.record("\(swept) was run")
      } catch {
        #expect(RunFault(error).exitCode == 64)
        #expect(RunFault(error).message.description.contains(message), "\(RunFault(error).message)")
      }
    }
  }

  @Test func `values are cut at commas outside quotes and brackets`() {
    #expect(SweepAxis.pieces("1, 2,3") == ["1", "2", "3"])
    #expect(SweepAxis.pieces("[1,2],[3]") == ["[1,2]", "[3]"])
    #expect(SweepAxis.pieces("'a,b',c") == ["'a,b'", "c"])
    #expect(SweepAxis.isSwept("n", "1,2"))
    #expect(!SweepAxis.isSwept("n", "[1,2]"))
    #expect(SweepAxis.isSwept("clients", "3"))
  }

  @Test func `the order of a block is drawn anew for each, from the seed alone`() {
    let first = SweepCampaign.order(seed: 1, block: 0, points: 20)
    #expect(first == SweepCampaign.order(seed: 1, block: 0, points: 20))
    #expect(first.sorted() == Array(0..<20))
    #expect(first != SweepCampaign.order(seed: 1, block: 1, points: 20))
    #expect(first != SweepCampaign.order(seed: 2, block: 0, points: 20))
  }
}
