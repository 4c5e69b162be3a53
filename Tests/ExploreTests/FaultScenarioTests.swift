import ContendExploration
import ContendModel
import Testing

@testable import ContendRuns

/// The scenarios of the library whose bug lies partly outside the database: what explore alone says of
/// each of their variants.
@Suite(.serialized)
struct FaultScenarioTests {
  static let names = [
    "crash-between-commits", "enqueue-before-commit", "lease-without-fencing", "lost-acknowledgement",
    "lost-wakeup", "stale-cache",
  ]

  private func explore(_ name: String, _ variant: String) async throws -> (ScenarioFile, ExploreResult) {
    let file = try ScenarioFile.load(name)
    let options = Explored.options()
    let result = try await Explored.onServer { server in
      try await Explored.run(file, variant, options, on: server)
    }
    return (file, result)
  }

  @Test(arguments: names)
  func `the control is found within fifty schedules and is called what it is`(name: String) async throws {
    let (file, result) = try await explore(name, "buggy")
    #expect(try #require(result.state.firstFailure) <= 50)
    #expect(result.tally.isComplete)
    #expect(result.diverged == 0)
    let anomaly = try #require(result.anomaly)
    #expect(anomaly.anomalyClass == file.scenario.expectedClass, "\(anomaly.cause)")
    let (schedules, time) = (result.tally.schedules, result.duration)
    print("\(name): \(schedules) schedules in \(time), first failure \(result.state.firstFailure ?? 0)")
  }

  @Test(arguments: names)
  func `every interleaving of a right fix passes, and one of a wrong fix fails`(name: String) async throws {
    let file = try ScenarioFile.load(name)
    for fix in file.scenario.fixes {
      let (_, result) = try await explore(name, fix.name)
      let isRight = fix.expected == [.eliminated]
      #expect(result.isProof == isRight, "\(fix.name): \(result.doubts) \(result.state.kinds.keys)")
      #expect((result.state.failing > 0) != isRight, "\(fix.name)")
      // What is left of a bug has the bug's name.
      if fix.expected == [.exactly(.notFixed)] {
        #expect(result.anomaly?.anomalyClass == file.scenario.expectedClass, "\(fix.name)")
      }
    }
  }

  @Test(arguments: names)
  func `the same seed gives the same result ten times, clock and crashes included`(name: String) async throws
  {
    let file = try ScenarioFile.load(name)
    let options = Explored.options()
    let walked = try await Explored.onServer { server in
      let exploration = Exploration(
        scenario: file.scenario, variant: try #require(file.scenario.buggy), options: options,
        server: server, deadline: .now.advanced(by: options.budget))
      return try await exploration.withLanes(count: options.explore.lanes) { lanes in
        let walk = WalkPlan(
          lanes: lanes, judge: ScheduleJudge(file.scenario.judging, exploration.variant), reduction: .mvcc,
          deadline: exploration.deadline, options: options)
        var results: [WalkPlan.Result] = []
        for _ in 1...10 { results.append(try await walk.run(.auto)) }
        return results
      }
    }
    for next in walked {
      #expect(next.tally == walked[0].tally)
      #expect(next.state.outcomes == walked[0].state.outcomes)
      #expect(next.state.kinds.mapValues(\.schedules) == walked[0].state.kinds.mapValues(\.schedules))
      #expect(
        next.state.kinds.mapValues(\.example.schedule) == walked[0].state.kinds.mapValues(\.example.schedule))
    }
  }
}
