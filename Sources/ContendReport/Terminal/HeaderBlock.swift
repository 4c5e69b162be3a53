/// What ran, and against what: enough to run it again.
struct HeaderBlock {
  let document: ResultDocument

  init(_ document: ResultDocument) { self.document = document }

  func lines(width: Int) -> [StyledText] {
    let scenario = document.scenario
    let title = StyledText(scenario.name, .heading) + ": " + StyledText(scenario.title)
    return title.wrapped(to: width) + facts.flatMap { StyledText($0, .faint).wrapped(to: width) }
  }

  private var facts: [String] {
    let scenario = document.scenario
    var run = [scenario.file, "seed \(document.seed)"]
    if let profile = scenario.profile { run.append("profile \(profile)") }
    run += scenario.parameters.sorted.map { "\($0.key)=\($0.value)" }
    let settings = document.server.settings.sorted.map { "\($0.key)=\($0.value)" }
    var server = ["PostgreSQL \(document.server.version), \(origin)"]
    if !settings.isEmpty { server.append(settings.joined(separator: " ")) }
    return [run.joined(separator: " · "), server.joined(separator: " · ")]
  }

  private var origin: String {
    let owner = document.server.managed ? "started by Contend" : "not managed by Contend"
    return switch document.server.source {
    case .embedded: owner
    case .flag: "from --database, \(owner)"
    case .environment: "from DATABASE_URL, \(owner)"
    case .libpq: "from PG* variables or a service file, \(owner)"
    }
  }
}
