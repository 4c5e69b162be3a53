import ContendExecution
import ContendModel
import ContendReport

/// The size and shape of a stress round: what `\load` says, unless the command line overrides it.
struct StressLoad {
  var clients: Int
  /// Calls of each client; time ends the round where `duration` is set.
  var calls: Int
  var duration: Duration?
  /// Arrivals per second; nil is a closed loop.
  var rate: Double?
  var fusesBegin = false

  init(_ scenario: Scenario, _ options: RunOptions) {
    clients = min(options.clients ?? scenario.load.clients, options.mostClients ?? .max)
    calls = options.calls ?? scenario.load.calls
    rate = options.rate ?? scenario.load.rate
  }

  func stressOptions(_ options: RunOptions, token: String) -> StressOptions {
    var stress = StressOptions(
      clients: clients, length: duration.map { .time($0) } ?? .calls(calls), seed: options.seed,
      token: token, stepTimeout: options.stepTimeout)
    stress.rate = rate
    stress.fusesBegin = fusesBegin
    return stress
  }

  func section(rounds: Int? = nil) -> StressSettingsSection {
    StressSettingsSection(
      clients: clients, calls: duration == nil ? calls : nil, duration: duration.map { $0 / .seconds(1) },
      rounds: rounds, rate: rate, beginFused: fusesBegin)
  }
}
