import ContendLanguage
package import ContendModel

/// What a sweep goes over: a parameter, a draw that is fixed, `clients` or `calls`, and its values.
package struct SweepAxis: Sendable {
  package enum Fault: Error, Hashable, Sendable {
    /// The scenario names none and neither does the command line.
    case none
    case twoAxes(String, String)
    /// `--over` names what no `\sweep` of the scenario goes over.
    case unknown(String, known: [String])
    case wrongValue(String, String, expected: String)
    case outOfRange(String, String)
  }

  package var name: String
  package var values: [Value]

  static let clients = "clients"
  static let calls = "calls"
  private static let limits = [clients: 1...10_000, calls: 1...1_000_000] as [String: ClosedRange<Int64>]

  /// Ascending where the values have an order, else as given; each once.
  init(name: String, values: [Value]) {
    self.name = name
    let different = values.uniqued()
    let numbers = different.compactMap(\.number)
    self.values =
      numbers.count == different.count
      ? zip(numbers, different).sorted { $0.0 < $1.0 }.map(\.1) : different
  }

  /// Whether `--param NAME=TEXT` means values to go over rather than one to set.
  package static func isSwept(_ name: String, _ text: String) -> Bool {
    limits[name] != nil || pieces(text).count > 1
  }

  /// The axis of a command: what `--param` gives several values, else `\sweep` of the scenario, the first
  /// unless `over` names another.
  static func choose(
    swept: [(name: String, text: String)], over: String?, in scenario: Scenario
  ) throws -> SweepAxis {
    if swept.count > 1 { throw Fault.twoAxes(swept[0].name, swept[1].name) }
    if let (name, text) = swept.first {
      return SweepAxis(name: name, values: try pieces(text).map { try value($0, of: name, in: scenario) })
    }
    let known = scenario.sweeps.map(\.name)
    guard let sweep = over.map({ name in scenario.sweeps.first { $0.name == name } }) ?? scenario.sweeps.first
    else { throw over.map { Fault.unknown($0, known: known) } ?? Fault.none }
    return SweepAxis(name: sweep.name, values: sweep.values)
  }

  /// The numbers of the values; nil where one is not a number.
  var numbers: [Double]? {
    let numbers = values.compactMap(\.number)
    return numbers.count == values.count ? numbers : nil
  }

  /// The scenario and the load at one value.
  func setting(
    _ value: Value, in file: ScenarioFile, _ load: StressLoad
  ) throws(ScenarioFault) -> (file: ScenarioFile, load: StressLoad) {
    var (file, load) = (file, load)
    switch (name, value) {
    case (Self.clients, .integer(let number)): load.clients = Int(number)
    case (Self.calls, .integer(let number)): load.calls = Int(number)
    default: file = try file.fixing(name, to: value)
    }
    return (file, load)
  }

  private static func value(_ text: String, of name: String, in scenario: Scenario) throws -> Value {
    if let range = limits[name] {
      guard case .integer(let number)? = constantValue(of: text) else {
        throw Fault.wrongValue(name, text, expected: "integer")
      }
      guard range.contains(number) else {
        throw Fault.outOfRange("\(name)=\(text)", "\(name) is \(range.lowerBound) to \(range.upperBound)")
      }
      return .integer(number)
    }
    if let old = scenario.parameters.first(where: { scenario.symbols[$0.variable] == name })?.value {
      guard let value = old.replacement(text) else {
        throw Fault.wrongValue(name, text, expected: old.kind)
      }
      return value
    }
    guard scenario.draws.contains(where: { scenario.symbols[$0.variable] == name }) else {
      throw ScenarioFault.noParameter(name, known: scenario.settableNames)
    }
    guard let value = constantValue(of: text) else {
      throw Fault.wrongValue(name, text, expected: "number, string in quotes or array")
    }
    return value
  }

  /// The values of a list, cut at commas outside quotes and brackets.
  static func pieces(_ text: String) -> [String] {
    var pieces = [""]
    var depth = 0
    var isQuoted = false
    for scalar in text.unicodeScalars {
      if scalar == "'" { isQuoted.toggle() }
      if !isQuoted, scalar == "[" { depth += 1 }
      if !isQuoted, scalar == "]" { depth -= 1 }
      if scalar == ",", depth == 0, !isQuoted {
        pieces.append("")
      } else {
        pieces[pieces.count - 1].unicodeScalars.append(scalar)
      }
    }
    return pieces.map(trimmed)
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension SweepAxis.Fault {
  package var message: Message {
    switch self {
    case .none:
      "nothing to sweep: the scenario has no '\\sweep'; name values, such as \(Setting.parameters) clients=2,4,8"
    case .twoAxes(let one, let other):
      "one curve at a time: both \(one) and \(other) are given several values"
    case .unknown(let name, let known):
      "the scenario has no '\\sweep \(name)'; "
        + (known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))")
    case .wrongValue(let name, let text, let kind):
      "\(Setting.parameters) \(name)=\(text): \(name) is of kind \(kind); its values are a list, such as "
        + "\(name)=\(Self.list(insteadOf: text, of: name))"
    case .outOfRange(let given, let range): "\(Setting.parameters) \(given): \(range)"
    }
  }

  /// The two ends of what was meant as a range, else any values of a load.
  private static func list(insteadOf text: String, of name: String) -> String {
    let ends = text.split { !$0.isNumber }
    if ends.count == 2 { return ends.joined(separator: ",") }
    return name == SweepAxis.clients || name == SweepAxis.calls ? "2,4,8" : "VALUE,VALUE"
  }
}

extension Value {
  /// The value as a number; nil if it is none.
  var number: Double? {
    switch self {
    case .integer, .decimal: text.flatMap(Double.init)
    case .null, .boolean, .string, .array: nil
    }
  }
}
