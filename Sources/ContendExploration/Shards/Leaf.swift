package import ContendModel

/// A path from the root of the search tree to where one shard's part of it begins.
package struct Leaf: Sendable {
  /// The choices on the way, with what was possible at each.
  let prefix: [(choice: Choice, enabled: [Choice])]
  /// Events that sleep while the last choice is taken: what begins with them is below other leaves.
  let sleep: [TracedEvent]

  init(_ run: DepthFirstExecution) {
    prefix = run.steps.map { ($0.choice, $0.enabled) }
    sleep = run.steps.last?.sleep ?? []
  }

  package var schedule: Schedule { Schedule(prefix.map(\.choice)) }
}
