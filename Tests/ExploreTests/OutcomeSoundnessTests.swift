import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel
import ContendTestSupport
import Testing

@testable import ContendRuns

@Suite("Reductions lose no outcome on the server", .serialized)
struct OutcomeSoundnessTests {
  /// Orders of one program's events at the most.
  private static let limit = 36

  @Test(
    "Every reduction gives random programs the outcomes of plain enumeration",
    arguments: IsolationLevel.allCases)
  func random(_ level: IsolationLevel) async throws {
    let seed: UInt64 = 4711
    print("\(level.rawValue): seed \(seed)")
    let count = Extent.number(15, whole: 150, "CONTEND_PROGRAMS")
    let programs = (1...count).map { RandomProgram(seed: seed, number: $0, limit: Self.limit) }
    let comparison = Comparison(programs, level)
    let mismatches = try await Explored.onServer { try await comparison.run(on: $0) }
    for mismatch in mismatches.prefix(5) { Issue.record("\(level.rawValue), seed \(seed), \(mismatch)") }
    #expect(mismatches.isEmpty)
  }
}

/// Explores many programs under every reduction, one database a lane for all of them.
private final class Comparison: Sendable {
  private let programs: [RandomProgram]
  private let level: IsolationLevel
  private let next = Lock(0)
  private let mismatches = Lock<[String]>([])
  private let schedules = Lock<[Reduction: Int]>([:])

  init(_ programs: [RandomProgram], _ level: IsolationLevel) {
    self.programs = programs
    self.level = level
  }

  func run(on server: TestServer) async throws -> [String] {
    let scenario = try Explored.file(text).scenario
    let options = ExploreOptions(
      clients: nil, calls: 1, seed: 1, token: server.token, reduction: .none, stepTimeout: .seconds(20))
    // As explorations do: two lanes would see serialization failures of each other's making.
    let count = level == .serializable ? 1 : 2
    try await Lanes.with(count, scenario, scenario.variants[0], options, on: server) { lanes in
      try await lanes.forEach { [self] lane in
        while let index = take() { try await compare(index, scenario.variants[index], on: lane) }
      }
    }
    print(
      "\(level.rawValue): schedules \(schedules.withLock { $0 }.sorted { $0.key.rawValue < $1.key.rawValue })"
    )
    return mismatches.withLock { $0 }
  }

  /// The first variant has to have two roles: a fix takes the roles it does not have from it.
  private var text: String {
    let all = programs.indices.map { index in
      programs[index].variant(index == 0 ? "\\variant buggy \"0\"" : "\\fix p\(index) \"\(index)\"")
    }
    return "\\scenario random \"Random programs\"\n\\isolation \(level.rawValue)\n\\atomic none\n"
      + RandomProgram.setup + all.joined()
  }

  private func take() -> Int? {
    next.withLock { next in
      defer { next += 1 }
      return next < programs.count ? next : nil
    }
  }

  private func compare(_ index: Int, _ variant: Variant, on lane: Lane) async throws {
    var applied: Set<Reduction> = []
    var expected: Set<SerialOutcome> = []
    for wanted in [Reduction.none, .begin, .table, .row, .mvcc] {
      let reduction = wanted.applied(to: [level])
      guard applied.insert(reduction).inserted else { continue }
      let (outcomes, trouble) = try await explore(variant, reduction, on: lane)
      if reduction == .none { expected = outcomes }
      if let trouble { note(index, "\(reduction): \(trouble)") }
      if outcomes != expected {
        note(
          index,
          "\(reduction) misses \(expected.subtracting(outcomes)) and adds \(outcomes.subtracting(expected))")
      }
    }
  }

  private func note(_ index: Int, _ text: String) {
    let program = programs[index].variant("program \(index + 1)")
    mismatches.withLock { $0.append("\(text)\n\(program)") }
  }

  private func explore(
    _ variant: Variant, _ reduction: Reduction, on lane: Lane
  ) async throws -> (outcomes: Set<SerialOutcome>, trouble: String?) {
    try await lane.turn(to: variant, reduction: reduction)
    var strategy = DepthFirst(reduction: reduction)
    var outcomes: Set<SerialOutcome> = []
    var trouble: String?
    while case .run(let execution) = strategy.begin() {
      let run = try await lane.run(execution)
      if let history = run.history { outcomes.insert(SerialOutcome(history)) }
      if run.uncontrolledWakes > 0 { trouble = "uncontrolled at \(run.execution.schedule)" }
      if !run.stuck.isEmpty { trouble = "stuck at \(run.execution.schedule)" }
      if run.ending == .diverged { trouble = "diverged at \(run.execution.schedule)" }
      strategy.end(run.execution, run.ending)
    }
    schedules.withLock { [tally = strategy.tally] in $0[reduction, default: 0] += tally.schedules }
    return (outcomes, trouble)
  }
}
