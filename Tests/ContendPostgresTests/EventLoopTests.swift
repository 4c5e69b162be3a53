import ContendPostgres
import Testing

struct EventLoopTests {
  private func onLoop<Result: Sendable>(
    _ body: @escaping @Sendable (EventLoop) async throws -> Result
  ) async throws -> Result {
    let loop = try EventLoop()
    defer { loop.stop() }
    return try await Task(executorPreference: loop) { try await body(loop) }.value
  }

  @Test func `a task that prefers the loop runs on its thread before and after it sleeps`() async throws {
    let seen = try await onLoop { loop in
      let before = loop.isCurrent
      await loop.sleep(for: .milliseconds(1))
      return [before, loop.isCurrent]
    }
    #expect(seen == [true, true])
  }

  @Test func `timers fire in the order of their deadlines, whatever the order they were set in`() async throws
  {
    let order = try await onLoop { loop in
      await withTaskGroup(of: Int.self) { group in
        for delay in [30, 10, 20] {
          group.addTask(executorPreference: loop) {
            await loop.sleep(for: .milliseconds(delay))
            return delay
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
    }
    #expect(order == [10, 20, 30])
  }

  @Test func `a sleep ends no earlier than asked, and soon after`() async throws {
    let slept = try await onLoop { loop in
      let start = ContinuousClock.now
      await loop.sleep(for: .microseconds(700))
      return start.duration(to: .now)
    }
    #expect(slept >= .microseconds(700))
    #expect(slept < .milliseconds(500))
  }

  @Test func `ten thousand tasks enqueued from outside all run`() async throws {
    let loop = try EventLoop()
    defer { loop.stop() }
    let count = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<10_000 { group.addTask(executorPreference: loop) { loop.isCurrent } }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(count == 10_000)
  }
}
