import ContendModel

/// Commands that a report tells the reader to type.
struct Invocation {
  let document: ResultDocument

  init(_ document: ResultDocument) { self.document = document }

  /// Runs one recorded interleaving again; nil where there is nothing to replay.
  func replay(variant: String, _ example: CounterexampleSection) -> String? {
    guard let schedule = example.schedule else { return nil }
    if isInSwift {
      return "race.replay(\"\(schedule)\", of: \"\(variant)\", settings: .init(\(settings(budget: nil))))"
    }
    return
      "contend replay \(scenario) --variant \(Self.word(variant)) --schedule \(Self.word(schedule))" + inputs
      + reduction(of: variant)
  }

  /// Without any reduction BEGIN is a step of its own.
  private func reduction(of variant: String) -> String {
    let control = document.control
    let explore =
      control.variant == variant
      ? control.explore : document.fixes.first { $0.name == variant }?.explore
    return explore?.reduction == Reduction.none.rawValue ? " --reduction none" : ""
  }

  func prove(fixes: [String] = [], budget seconds: Int? = nil) -> String {
    if isInSwift { return proveInSwift(fixes: fixes, budget: seconds) }
    let selected = fixes.map { " --fix \(Self.word($0))" }.joined()
    let budget = seconds.map { " --budget \($0)s" } ?? ""
    return "contend prove \(scenario)\(selected)\(budget)" + inputs
  }

  /// Walks the interleavings of the buggy variant.
  var explore: String { "contend explore \(scenario)" + inputs }

  /// Finds the load from which on it fails.
  var sweep: String { "contend sweep \(scenario) --param clients=2,4,8,16,32 --seed \(document.seed)" }

  /// The scenario is written in Swift: then its tests run it.
  private var isInSwift: Bool { document.scenario.file.hasSuffix(".swift") }

  private func proveInSwift(fixes: [String], budget: Int?) -> String {
    let names = fixes.isEmpty ? nil : "fixes: [" + fixes.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
    let arguments = [names, "settings: .init(\(settings(budget: budget)))"]
    return "race.prove(" + arguments.compactMap(\.self).joined(separator: ", ") + ")"
  }

  private func settings(budget: Int?) -> String {
    let section = document.scenario
    let parameters = section.overrides.sorted.map { "\"\($0)\": \"\($1)\"" }.joined(separator: ", ")
    let arguments = [
      "seed: \(document.seed)", budget.map { "budget: .seconds(\($0))" },
      section.clients.map { "clients: \($0)" }, section.calls.map { "calls: \($0)" },
      section.profile.map { "profile: \"\($0)\"" }, parameters.isEmpty ? nil : "parameters: [\(parameters)]",
    ]
    return arguments.compactMap(\.self).joined(separator: ", ")
  }

  private var scenario: String {
    let section = document.scenario
    let isInLibrary = section.file.hasSuffix("Scenarios/\(section.name).race.sql")
    return Self.word(isInLibrary ? section.name : section.file)
  }

  /// What else decides what a run does.
  private var inputs: String {
    let section = document.scenario
    let flags = [
      section.clients.map { " --clients \($0)" }, section.calls.map { " --calls \($0)" },
      section.rate.map { " --rate \($0)" }, section.profile.map { " --profile \(Self.word($0))" },
    ]
    let overrides = section.overrides.sorted.map { " --param " + Self.word("\($0)=\($1)") }
    return " --seed \(document.seed)" + (flags.compactMap(\.self) + overrides).joined()
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
    return "'" + SafeText.replaced(text) { $0 == "'" ? "'\\''" : nil } + "'"
  }
}
