/// The first executions of a strategy: complete if that has no more.
package struct FirstRuns<Base: Strategy>: Strategy {
  private var base: Base
  private var left: Int

  package init(_ count: Int, of base: Base) {
    self.base = base
    left = count
  }

  package var tally: Tally { base.tally }

  package mutating func begin() -> Beginning<Base.Run> {
    guard left > 0 else { return .finished }
    let next = base.begin()
    if case .run = next { left -= 1 }
    return next
  }

  package mutating func end(_ run: Base.Run, _ ending: Ending) { base.end(run, ending) }
}
