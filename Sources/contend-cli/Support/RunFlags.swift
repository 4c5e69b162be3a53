import ArgumentParser
import ContendRuns

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The flags shared by all commands that run something.
struct RunFlags: ParsableArguments {
  @Option(help: "Seed for all random draws and the order of rounds. Default: a new one, which is printed.")
  var seed: UInt64?

  @Option(
    name: .customLong("param"),
    help: ArgumentHelp("Override a parameter of the scenario.", valueName: "name=value"))
  var parameters: [Assignment] = []

  @Option(help: "Use a profile of the scenario; other flags override its values.")
  var profile: String?

  @Option(help: "Clients in a round, all roles together; overrides \\load, and up to 16 \\explore too.")
  var clients: Int?

  @Option(help: "Calls per client; overrides \\load, and up to 100 \\explore too.")
  var calls: Int?

  @Option(help: "Open-loop arrival rate in calls per second, over all clients; overrides \\load.")
  var rate: Double?

  @Option(help: "Time limit for the command, such as 90s or 5min. Default: 60s.")
  var budget: TimeSpan?

  @Option(help: "How long a round may take before its statements are cancelled and reported as stuck.")
  var stepTimeout: TimeSpan = TimeSpan(.seconds(30))

  @OptionGroup(title: "Server")
  var server: ServerFlags

  @OptionGroup(title: "Output")
  var output: OutputFlags

  func validate() throws {
    if let clients, !(1...10_000).contains(clients) { throw ValidationError("--clients is 1 to 10000") }
    if let calls, !(1...1_000_000).contains(calls) { throw ValidationError("--calls is 1 to 1000000") }
    if let rate, !(rate > 0 && rate <= 1_000_000) {
      throw ValidationError("--rate is above 0 and at most 1000000")
    }
  }

  func options() -> RunOptions {
    var options = RunOptions(
      seed: seed ?? UInt64.random(in: 1...999_999), budget: budget?.duration ?? .seconds(60),
      environment: ProcessInfo.processInfo.environment)
    options.profile = profile
    options.clients = clients
    options.calls = calls
    options.rate = rate
    options.parameters = parameters.map { ($0.name, $0.value) }
    options.stepTimeout = stepTimeout.duration
    options.server = server.choice
    return options
  }
}

/// `name=value`
struct Assignment: ExpressibleByArgument {
  var name: String
  var value: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return nil }
    name = String(parts[0])
    value = String(parts[1])
  }
}

/// A duration as people write it: `500ms`, `90s`, `5min`; a bare number is seconds.
struct TimeSpan: ExpressibleByArgument {
  var duration: Duration

  init(_ duration: Duration) { self.duration = duration }

  init?(argument: String) {
    let digits = argument.prefix { $0.isNumber || $0 == "." }
    guard let amount = Double(digits), amount > 0 else { return nil }
    switch argument.dropFirst(digits.count) {
    case "ms": duration = .milliseconds(amount)
    case "", "s": duration = .seconds(amount)
    case "m", "min": duration = .seconds(amount * 60)
    case "h": duration = .seconds(amount * 3600)
    default: return nil
    }
  }

  var defaultValueDescription: String { "\(Int(duration / .seconds(1)))s" }
}
