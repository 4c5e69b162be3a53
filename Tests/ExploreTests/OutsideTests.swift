import ContendExploration
import ContendModel
import ContendTestSupport
import Testing

@testable import ContendRuns

/// What happens where pools, caches, leases, notifications and crashes meet the database.
struct OutsideTests {
  @Test func `a nested checkout from a pool of two deadlocks within ten schedules`() async throws {
    let timed = try await Explored.run(Outside.nestedCheckout(pool: "size=2 acquire_timeout=2s"))
    #expect(timed.state.kinds.keys.contains(.poolTimeout))
    #expect(try #require(timed.state.firstFailure) <= 10)
    #expect(timed.tally.isComplete)
    let patient = try await Explored.run(Outside.nestedCheckout(pool: "size=2"))
    #expect(patient.state.kinds.keys.contains(.stuck))
    #expect(try #require(patient.state.firstFailure) <= 10)
    #expect(timed.anomaly?.anomalyClass == .poolExhaustion)
    #expect(patient.anomaly?.anomalyClass == .poolExhaustion)
  }

  @Test func `with connections enough, or one handed on, there is no such deadlock`() async throws {
    let enough = try await Explored.run(Outside.nestedCheckout(pool: "size=3 acquire_timeout=2s"))
    #expect(enough.isProof)
    let handedOn = try await Explored.run(
      Outside.nestedCheckout(pool: "size=2 acquire_timeout=2s", body: Outside.handedOn))
    #expect(handedOn.isProof)
  }

  @Test func `a pool is as large as the scope of explore says`() async throws {
    let parts = Outside.nestedCheckout(pool: "size=:pool acquire_timeout=2s").split(
      separator: "\n", maxSplits: 1)
    func text(_ scope: String) -> String {
      "\(parts[0])\n\\param pool 10\n"
        + parts[1].replacing("\\explore clients=2 calls=1", with: "\\explore clients=2 calls=1 \(scope)")
    }
    #expect(try await Explored.run(text("")).isProof)
    #expect(try await Explored.run(text("pool=2")).state.kinds.keys.contains(.poolTimeout))
  }

  @Test func `a service with places for everybody makes no difference, one with fewer does`() async throws {
    func text(limit: Int) -> String {
      """
      \\scenario service "Calls of a service"
      \\explore clients=2 calls=1
      \\setup
      CREATE TABLE t (id int PRIMARY KEY);
      \\variant buggy "three calls"
      \\for item in [1, 2, 3]
      \\call inventory 1ms limit=\(limit)
      \\endfor
      SELECT count(*) FROM t;
      """
    }
    let wide = try await Explored.run(text(limit: 2))
    #expect(wide.isProof)
    #expect(wide.tally.schedules == 1)
    let narrow = try await Explored.run(text(limit: 1))
    #expect(narrow.isProof)
    #expect(narrow.tally.schedules > 1)
  }

  @Test func `a circle of a row lock and a place in the pool ends in a time-out of the pool`() async throws {
    let result = try await Explored.run(Outside.poolAndRow)
    #expect(result.state.kinds.keys.contains(.poolTimeout))
    #expect(result.tally.isComplete)
    #expect(result.state.uncontrolledWakes == 0)
  }

  @Test func `of three ways to keep a cache fresh only the generation check does`() async throws {
    let before = try await Explored.run(Outside.staleCache(.beforeCommit))
    let after = try await Explored.run(Outside.staleCache(.afterCommit))
    let checked = try await Explored.run(Outside.staleCache(.generation))
    #expect(before.state.kinds.keys.contains(.invariant("fresh")))
    #expect(after.state.kinds.keys.contains(.invariant("fresh")))
    #expect(checked.isProof)
  }

  @Test func `a lease that expires while its holder works needs a fencing token`() async throws {
    let plain = try await Explored.run(Outside.lease(hasToken: false))
    #expect(plain.state.kinds.keys.contains(.invariant("counted")))
    #expect(plain.tally.isComplete)
    let fenced = try await Explored.run(Outside.lease(hasToken: true))
    #expect(fenced.isProof)
  }

  @Test func `a process that dies between COMMIT and enqueue loses the job, unless there is an outbox`()
    async throws
  {
    let plain = try await Explored.run(Outside.crash(hasOutbox: false))
    #expect(plain.state.kinds.keys.contains(.invariant("queued")))
    let outbox = try await Explored.run(Outside.crash(hasOutbox: true))
    #expect(outbox.isProof)
    // It comes to its end, dies before the commit, or dies after it without knowing.
    #expect(outbox.state.outcomes.count == 3)
  }

  @Test func `a listener that looks before it listens sleeps through the notification`() async throws {
    for listening in [Outside.Listening.late, .inTransaction] {
      let late = try await Explored.run(Outside.wakeup(listening))
      #expect(late.state.kinds.keys.contains(.stuck), "\(listening)")
      #expect(late.anomaly?.anomalyClass == .lostWakeup, "\(listening)")
      #expect(late.tally.isComplete)
    }
    let first = try await Explored.run(Outside.wakeup(.first))
    #expect(first.isProof)
  }

  @Test func `a job that is enqueued before the commit finds no order`() async throws {
    let early = try await Explored.run(Outside.enqueue(beforeCommit: true))
    #expect(early.state.kinds.keys.contains(.error("no_order")))
    let late = try await Explored.run(Outside.enqueue(beforeCommit: false))
    #expect(late.isProof)
  }

  @Test func `the strongest reduction finds the outcomes that no reduction finds`() async throws {
    let programs = [
      Outside.lease(hasToken: false), Outside.crash(hasOutbox: false),
      Outside.wakeup(.late), Outside.wakeup(.inTransaction), Outside.enqueue(beforeCommit: true),
    ]
    for program in programs.prefix(Extent.number(2, whole: programs.count)) {
      let reduced = try await Explored.run(program)
      let naive = try await Explored.run(program, .begin)
      #expect(reduced.tally.isComplete && naive.tally.isComplete)
      #expect(reduced.state.outcomes == naive.state.outcomes, "\(program)")
      #expect(Set(reduced.state.kinds.keys) == Set(naive.state.kinds.keys))
      #expect(reduced.tally.schedules <= naive.tally.schedules)
    }
  }

  @Test func `the same seed gives the same result again and again, clock and crashes included`() async throws
  {
    for program in [Outside.lease(hasToken: false), Outside.crash(hasOutbox: false)] {
      let first = try await Explored.run(program)
      for _ in 1..<Extent.number(4, whole: 10) {
        let again = try await Explored.run(program)
        #expect(again.tally == first.tally)
        #expect(again.state.failing == first.state.failing)
        #expect(
          again.state.kinds.mapValues(\.example.schedule) == first.state.kinds.mapValues(\.example.schedule))
      }
    }
  }
}
