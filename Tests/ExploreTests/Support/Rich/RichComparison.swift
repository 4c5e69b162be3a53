import ContendExploration
import ContendModel

@testable import ContendRuns

/// Explores random programs plainly and reduced, each in a database of its own.
final class RichComparison: Sendable {
  /// What became of the programs.
  struct Report: Sendable {
    var compared = 0
    /// Those of which orders can give different outcomes.
    var telling = 0
    var schedules = (plain: 0, reduced: 0)
    /// What even plain enumeration does not say everything of, and why.
    var unknown: [String] = []
    var mismatches: [String] = []
  }

  /// More schedules than this are more than a small program has.
  static let scheduleLimit = 4_000
  /// Plain enumeration gets this long; so many schedules take a fraction of it.
  private static let patience = Duration.seconds(90)
  private let waiting: Lock<[RichProgram]>
  private let report = Lock(Report())
  private let isShowing: Bool

  /// - Parameter isShowing: prints every program before it is run, to know which one never ends.
  init(_ programs: [RichProgram], isShowing: Bool) {
    waiting = Lock(programs.reversed())
    self.isShowing = isShowing
  }

  /// Two at a time, except for those that the transactions of others can abort.
  func run() async throws -> Report {
    let all = waiting.withLock { $0 }
    for (programs, workers) in [
      (all.filter { !$0.mayBeSerializable }, 2), (all.filter(\.mayBeSerializable), 1),
    ] {
      waiting.withLock { $0 = programs }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 1...workers {
          group.addTask { [self] in
            while let program = waiting.withLock({ $0.popLast() }) { try await compare(program) }
          }
        }
        try await group.waitForAll()
      }
    }
    return report.withLock { $0 }
  }

  private func compare(_ program: RichProgram) async throws {
    if isShowing { print(program.text) }
    let file = try Explored.file(program.text)
    do {
      let plain = try await explore(file, .none, for: Self.patience)
      if let trouble = plain.trouble {
        return note { $0.unknown.append("program \(program.number) (\(program.traits)): \(trouble)") }
      }
      let reduced = try await explore(file, .auto, for: .seconds(400))
      note {
        $0.compared += 1
        if plain.state.outcomes.count > 1 { $0.telling += 1 }
        $0.schedules.plain += plain.tally.schedules
        $0.schedules.reduced += reduced.tally.schedules
      }
      guard let difference = Difference(plain, reduced) else { return }
      note { $0.mismatches.append("\(difference)\n\(program.text)") }
    } catch {
      note { $0.mismatches.append("\(error)\n\(program.text)") }
    }
  }

  private func note(_ change: (inout Report) -> Void) { report.withLock { change(&$0) } }

  private func explore(
    _ file: ScenarioFile, _ reduction: Reduction, for patience: Duration
  ) async throws -> ExploreResult {
    try await Explored.onServer { server in
      var options = Explored.unaided(reduction)
      options.budget = patience
      if reduction == .none { options.explore.strategy = .depthFirst }
      return try await Explored.run(file, "buggy", options, on: server)
    }
  }
}

extension ExploreResult {
  /// Why its outcomes are not all there are.
  var trouble: String? {
    if !state.stuck.isEmpty { return "stuck at \(state.stuck)" }
    if let blocker = state.foreignBlocker { return "blocked by \(blocker)" }
    if !tally.isComplete { return "not complete after \(tally.schedules) schedules" }
    if diverged > 0 || tally.diverged > 0 { return "\(diverged + tally.diverged) runs came out differently" }
    if state.uncontrolledWakes > 0 { return "\(state.uncontrolledWakes) wakes were the server's choice" }
    if tally.schedules > RichComparison.scheduleLimit { return "\(tally.schedules) schedules" }
    return nil
  }
}

/// What a reduced exploration has not, or has besides, of a plain one.
struct Difference: CustomStringConvertible, Equatable {
  let description: String

  /// Nil if there is none.
  init?(_ plain: ExploreResult, _ reduced: ExploreResult) {
    let (all, found) = (plain.state.outcomes, reduced.state.outcomes)
    let (kinds, foundKinds) = (Set(plain.state.kinds.keys), Set(reduced.state.kinds.keys))
    if let trouble = reduced.trouble {
      description = "\(reduced.reduction) alone: \(trouble)"
      return
    }
    guard all != found || kinds != foundKinds else { return nil }
    let missed = all.subtracting(found)
    let added = found.subtracting(all)
    description = """
      \(reduced.reduction) misses \(missed.count) of \(all.count) outcomes and adds \(added.count), in \
      \(reduced.tally.schedules) of \(plain.tally.schedules) schedules; failures \(kinds.sorted()) became \
      \(foundKinds.sorted()); missed for one \(missed.first.map { "\($0)" } ?? "nothing")
      """
  }
}
