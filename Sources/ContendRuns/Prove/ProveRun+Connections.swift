import ContendExecution
import ContendModel
import ContendVerdict
import ContendPostgres
import ContendReport

/// A run that needs more connections than the user's server has left.
extension ProveRun {
  /// What the run holds at a time.
  func connections(of file: ScenarioFile) throws -> Int {
    let variants = try variants(of: file.scenario)
    let load = StressLoad(file.scenario, options)
    return variants.reduce(0) { $0 + StressArm.connections(of: $1, clients: load.clients) }
      + Exploration.connections(of: variants, file.scenario, options)
      + connectionsOfSweeps(variants, file.scenario, load)
  }

  /// A server of the user's need not have them: then the sweeps are not followed as far.
  private func connectionsOfSweeps(_ variants: [Variant], _ scenario: Scenario, _ load: StressLoad) -> Int {
    guard options.server.named(in: options.environment) == nil else { return 0 }
    return SweepRounds.connections(variants, scenario, load)
  }

  /// The same run with as many clients for each variant as the server has connections for, and what to say about it.
  ///
  /// Nil where the server refused for another reason, or two clients would not fit either: fewer do not race.
  func fitting(_ error: any Error) throws -> (run: ProveRun, note: Evidence)? {
    guard let server = error as? ServerError, case .lacking(let shortcoming) = server,
      let (needed, free) = shortcoming.connections
    else { return nil }
    let applied = try file.applying(profile: options.profile).overriding(options.parameters)
    let harness = try needed - connections(of: applied)
    let wanted = StressLoad(applied.scenario, options).clients
    var run = self
    // What explore finds does not depend on its lanes, only its time does.
    run.options.explore.lanes = 1
    for clients in stride(from: wanted - 1, through: 2, by: -1) {
      run.options.mostClients = clients
      guard try run.connections(of: applied) + harness <= free else { continue }
      // The first try has shown them.
      run.options.warn = { _ in }
      return (
        run, .rounds(.fewerClients(clients: clients, wanted: wanted, free: free, needed: needed))
      )
    }
    return nil
  }
}

extension Shortcoming {
  /// Where connections are what is lacking.
  fileprivate var connections: (needed: Int, free: Int)? {
    switch self {
    case .connections(let needed, let free, _, _, _): (needed, free)
    case .roleConnections(_, let needed, let limit, let used): (needed, max(0, limit - used))
    default: nil
    }
  }
}
