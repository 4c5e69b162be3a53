import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel
import Testing

@testable import ContendRuns

@Suite("The same again", .serialized)
struct RepetitionTests {
  @Test(
    "Every failing schedule does the same 100 times of 100",
    arguments: [
      Programs.lostUpdate(clients: 2), Found.evalPlanQual, Found.failsOnlyAfterWaiting, Found.lockInTrigger,
    ])
  func replay(_ text: String) async throws {
    let all = try await Explored.schedules(text)
    let judged = Set(all.map(\.schedule))
    let result = try await Explored.run(text.replacing("\\atomic none", with: ""))
    let examples = result.state.kinds.values.map(\.example)
    #expect(!examples.isEmpty)
    #expect(examples.allSatisfy { !judged.isEmpty && !$0.schedule.choices.isEmpty })
    let file = try Explored.file(text)
    let unfaithful = try await Explored.onServer { server in
      let exploration = Exploration(
        scenario: file.scenario, variant: try #require(file.scenario.buggy), options: Explored.options(),
        server: server, deadline: .now.advanced(by: .seconds(60)))
      return try await exploration.withLanes(count: 1) { lanes in
        try await lanes.first { lane in
          var count = 0
          for example in examples {
            for _ in 1...100 {
              let isFaithful = try await ReplayCheck.isFaithful(example, on: lane)
              count += isFaithful ? 0 : 1
            }
          }
          return count
        }
      }
    }
    #expect(unfaithful == 0)
  }

  @Test(
    "One lane and two lanes count alike and see alike",
    arguments: [
      Programs.lostUpdate(clients: 2), Programs.lostUpdate(clients: 3), Programs.deadlock,
      Found.lockInTrigger,
    ])
  func lanes(_ text: String) async throws {
    let one = try await Explored.run(text, lanes: 1)
    let two = try await Explored.run(text, lanes: 2)
    #expect(one.tally == two.tally)
    #expect(one.state.outcomes == two.state.outcomes)
    #expect(one.state.failing == two.state.failing)
  }

  /// Which pages of an index a row shares with others decides who fails at SERIALIZABLE; so what runs
  /// before left in the files must not matter.
  @Test("A serializable program does the same after hundreds of runs")
  func serializable() async throws {
    let file = try Explored.file(Found.serializableByIndex)
    let unfaithful = try await Explored.onServer { server in
      let exploration = Exploration(
        scenario: file.scenario, variant: try #require(file.scenario.buggy), options: Explored.options(),
        server: server, deadline: .now.advanced(by: .seconds(60)))
      return try await exploration.withLanes(count: 1) { lanes in
        try await lanes.first { lane in
          var strategy = DepthFirst(reduction: .begin)
          var all: [Findings.Judged] = []
          while all.count < 150, case .run(let execution) = strategy.begin() {
            let run = try await lane.run(execution)
            let history = try #require(run.history)
            all.append(
              Findings.Judged(schedule: run.execution.schedule, history: history, judgement: .valid))
            strategy.end(run.execution, run.ending)
          }
          var count = 0
          for judged in all { count += try await ReplayCheck.isFaithful(judged, on: lane) ? 0 : 1 }
          return count
        }
      }
    }
    #expect(unfaithful == 0)
  }

  @Test("The same seed gives the same result ten times in a row")
  func tenTimes() async throws {
    let text = Found.failsOnlyAfterWaiting
    let first = try await Explored.run(text)
    for _ in 2...10 {
      let next = try await Explored.run(text)
      #expect(next.tally == first.tally)
      #expect(next.state.outcomes == first.state.outcomes)
      #expect(next.state.kinds.mapValues(\.schedules) == first.state.kinds.mapValues(\.schedules))
      #expect(
        next.state.kinds.mapValues(\.example.schedule) == first.state.kinds.mapValues(\.example.schedule))
    }
  }
}
