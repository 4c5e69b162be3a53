public import ArgumentParser
import ContendRuns
public import ContendModel

extension Reduction: ExpressibleByArgument {}

extension StrategyName: ExpressibleByArgument {}

/// How to explore.
struct ExploreFlags: ParsableArguments {
  @Option(help: "Which interleavings count as the same: none, begin, table, row, mvcc or auto.")
  var reduction: Reduction = .auto

  @Option(
    help: "How to walk: auto, depth-first, preemption-bounded, or samples of them: pct, random-walk.")
  var strategy: StrategyName = .auto

  @Option(help: "Databases explored at the same time.")
  var lanes = 2

  func validate() throws {
    if !(1...16).contains(lanes) { throw ValidationError("--lanes is 1 to 16") }
  }

  var choice: ExploreChoice {
    var choice = ExploreChoice()
    choice.strategy = strategy
    choice.reduction = reduction
    choice.lanes = lanes
    return choice
  }
}
