/// Commands that a report tells the reader to type.
struct Invocation {
  let document: ResultDocument

  init(_ document: ResultDocument) { self.document = document }

  /// Runs one recorded interleaving again; nil where there is nothing to replay.
  func replay(variant: String, _ example: CounterexampleSection) -> String? {
    guard let schedule = example.schedule else { return nil }
    if isInSwift {
      return "race.replay(\"\(schedule)\", of: \"\(variant)\", settings: .init(seed: \(document.seed)))"
    }
    return
      "contend replay \(scenario) --variant \(Self.word(variant)) --schedule \(Self.word(schedule))" + inputs
  }

  func prove(fixes: [String] = [], budget seconds: Int? = nil) -> String {
    if isInSwift { return proveInSwift(fixes: fixes, budget: seconds) }
    let selected = fixes.map { " --fix \(Self.word($0))" }.joined()
    let budget = seconds.map { " --budget \($0)s" } ?? ""
    return "contend prove \(scenario)\(selected)\(budget)" + inputs
  }

  /// The scenario is written in Swift: then its tests run it.
  private var isInSwift: Bool { document.scenario.file.hasSuffix(".swift") }

  private func proveInSwift(fixes: [String], budget: Int?) -> String {
    let names = fixes.isEmpty ? nil : "fixes: [" + fixes.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
    let limit = budget.map { ", budget: .seconds(\($0))" } ?? ""
    let arguments = [names, "settings: .init(seed: \(document.seed)\(limit))"]
    return "race.prove(" + arguments.compactMap(\.self).joined(separator: ", ") + ")"
  }

  private var scenario: String {
    let section = document.scenario
    let isInLibrary = section.file.hasSuffix("Scenarios/\(section.name).race.sql")
    return Self.word(isInLibrary ? section.name : section.file)
  }

  /// What else decides what a run does.
  private var inputs: String {
    let profile = document.scenario.profile.map { " --profile \(Self.word($0))" } ?? ""
    let overrides = document.scenario.overrides.sorted.map { " --param " + Self.word("\($0)=\($1)") }
    return " --seed \(document.seed)" + profile + overrides.joined()
  }

  /// A word as a shell takes it.
  private static func word(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch Character(Unicode.Scalar(byte)) {
      case "a"..."z", "A"..."Z", "0"..."9", ".", "/", "_", "-", ":", ",", "=", "+": true
      default: false
      }
    }
    if isPlain && !text.isEmpty { return text }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
