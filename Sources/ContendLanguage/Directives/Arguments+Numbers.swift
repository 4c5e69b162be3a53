import ContendModel

/// Numbers, durations and words out of a list.
extension Arguments {
  mutating func integer(_ what: String, in range: ClosedRange<Int>) throws(Diagnostic) -> Int {
    guard let word = run(until: [UInt8(ascii: ",")]) else {
      throw error("expected a number for '\(what)'")
    }
    guard let number = Int(word.text) else {
      throw error("'\(what)' must be a whole number, not '\(word.text.prefix(40))'", at: word.location)
    }
    guard range.contains(number) else {
      throw error(
        "'\(what)' is \(number), outside \(range.lowerBound)…\(range.upperBound)", at: word.location,
        hint: "use a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  mutating func positiveNumber(_ what: String) throws(Diagnostic) -> Double {
    guard let word = run() else { throw error("expected a number for '\(what)'") }
    guard let number = Double(word.text), number.isFinite, number > 0 else {
      throw error("'\(what)' must be greater than 0, not '\(word.text.prefix(40))'", at: word.location)
    }
    return number
  }

  /// `150ms`, `1.5s`: a number and its unit, with no space between.
  mutating func duration(_ what: String) throws(Diagnostic) -> Duration {
    guard let word = run() else { throw error("expected a duration for '\(what)'") }
    guard let duration = DurationText.parse(word.text) else {
      throw error(
        "'\(word.text.prefix(40))' is not a duration", at: word.location,
        hint: "write a number and us, ms, s or min, such as 150ms")
    }
    return duration
  }

  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ what: String, from type: Choice.Type
  ) throws(Diagnostic) -> Choice {
    let names = type.allCases.map(\.rawValue)
    guard let word = word() else {
      throw error("\(what) is expected", hint: "one of \(names.joined(separator: ", "))")
    }
    guard let value = Choice(rawValue: word.text) else {
      throw Diagnostic(
        .error, at: word.location, "'\(word.text)' is not \(what)",
        hint: Suggestion.hint(for: word.text, among: names))
    }
    return value
  }
}

/// How durations are written.
enum DurationText {
  static let units: [String: Duration] = [
    "us": .microseconds(1), "ms": .milliseconds(1), "s": .seconds(1), "min": .seconds(60),
  ]

  /// A day: longer than any run, and far from what a `Duration` cannot hold.
  static let limit = Duration.seconds(86_400)

  static func parse(_ text: String) -> Duration? {
    let number = text.prefix { $0.isNumber || $0 == "." }
    guard let unit = units[String(text.dropFirst(number.count))], let amount = Double(number),
      amount.isFinite,
      amount * (unit / .seconds(1)) <= limit / .seconds(1)
    else { return nil }
    // Whole numbers stay exact.
    return Int(number).map { unit * $0 } ?? unit * amount
  }
}
