import ContendPostgres
import Foundation
import Testing

#if os(Linux)
  import Glibc
#endif

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

  #if os(Linux)
    @Test func `a loop that has ended holds no descriptor, and a late wake-up reaches nobody`() async throws {
      let before = Self.pollers()
      var loops: [EventLoop] = []
      for _ in 0..<30 {
        let loop = try EventLoop()
        #expect(await Task(executorPreference: loop) { loop.isCurrent }.value)
        loop.stop()
        loops.append(loop)
      }
      let patience = ContinuousClock.now + .seconds(10)
      // Some are the library's own for tasks that sleep.
      let most = before + 5
      while Self.pollers() > most, ContinuousClock.now < patience {
        try await Task.sleep(for: .milliseconds(10))
      }
      #expect(Self.pollers() <= most)
      // These get the numbers that the loops had.
      let others = try (0..<45).map { _ in try Self.quietPipe() }
      for loop in loops { loop.stop() }
      for (end, start) in others {
        var count: UInt64 = 0
        #expect(read(end, &count, 8) < 0 && errno == EAGAIN)
        close(end)
        close(start)
      }
    }

    /// Both ends of a pipe of which a read does not wait.
    private static func quietPipe() throws -> (end: Int32, start: Int32) {
      var ends: [Int32] = [0, 0]
      try #require(pipe(&ends) == 0 && fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
      return (ends[0], ends[1])
    }

    /// Descriptors of this process that only pollers have.
    private static func pollers() -> Int {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
      return names.count { name in
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")
        return target == "anon_inode:[eventpoll]" || target == "anon_inode:[timerfd]"
      }
    }
  #endif
}
