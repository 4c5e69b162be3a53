import ContendModel
import Testing

@testable import ContendExploration

@Suite("Measure") struct Measure {
  @Test func numbers() {
    let programs: [(String, Program)] = [
      ("lost2", .lostUpdate(clients: 2)), ("lost3", .lostUpdate(clients: 3)), ("skew", .writeSkew()),
      ("deadlock", .deadlock), ("disjoint", .disjoint), ("skewS", .writeSkew(.serializable)), ("chain", .chain),
      ("lost3RR", .lostUpdate(clients: 3, .repeatableRead)), ("lost4", .lostUpdate(clients: 4)),
    ]
    for (name, program) in programs {
      for victims in [DeadlockVictims.closing, .all] {
        for reduction in [Reduction.none, .begin, .table, .row, .mvcc] {
          if name == "lost4", reduction == .none || reduction == .begin { continue }
          for source in [false, true] {
            if source, reduction == .none || reduction == .begin { continue }
            let clock = ContinuousClock()
            var r = Explorer.Report()
            let t = clock.measure { r = Explorer(program: program, victims: victims).explore(reduction, usesSourceSets: source) }
            print(name, victims, reduction, source ? "source" : "sleep", r.tally.schedules, "cut", r.tally.redundant, "outcomes", r.outcomes.count, "us/step", Double(t.components.attoseconds) / 1e12 / Double(r.steps) + Double(t.components.seconds) * 1e6 / Double(r.steps))
          }
        }
      }
    }
  }
}
