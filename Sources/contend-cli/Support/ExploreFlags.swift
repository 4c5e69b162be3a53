public import ArgumentParser
import ContendRuns
public import ContendModel

extension Reduction: ExpressibleByArgument {}

extension StrategyName: ExpressibleByArgument {}

/// How to explore.
struct ExploreFlags: ParsableArguments {
  @Option(help: "How to decide that two interleavings are equivalent.")
  var reduction: Reduction = .auto

  @Option(
    help: "The search: all interleavings (depth-first, preemption-bounded) or a sample (pct, random-walk).")
  var strategy: StrategyName = .auto

  @Option(help: "How many databases to explore in parallel.")
  var lanes = 2

  func validate() throws {
    if !(1...16).contains(lanes) { throw ValidationError("--lanes must be between 1 and 16") }
  }

  var choice: ExploreChoice {
    var choice = ExploreChoice()
    choice.strategy = strategy
    choice.reduction = reduction
    choice.lanes = lanes
    return choice
  }
}
