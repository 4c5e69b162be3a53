/// The choices of one execution in order: with a scenario and a seed, all it takes to repeat it.
///
/// Its text is what `replay --schedule` takes: one character for each event of clients 1 to 9,
/// `(12)` for those beyond, and a letter before a client to whom something happens, as in `12w21v1(10)`.
/// A client that a schedule never names does not take part.
public struct Schedule: Hashable, Sendable {
  public var choices: [Choice]

  public init(_ choices: [Choice] = []) { self.choices = choices }

  /// The clients that take part, in order.
  public var clients: [Int] { Set(choices.map(\.clientID)).sorted() }

  /// Somebody is killed in it.
  public var hasCrash: Bool { choices.contains(where: \.isCrash) }

  /// How often another client than before issues an event.
  public var contextSwitches: Int {
    let issued = choices.filter(\.isIssue)
    return zip(issued, issued.dropFirst()).count { $0 != $1 }
  }
}

extension Schedule: Comparable {
  public static func < (left: Schedule, right: Schedule) -> Bool {
    left.choices.lexicographicallyPrecedes(right.choices)
  }
}

extension Schedule: CustomStringConvertible, LosslessStringConvertible {
  public var description: String { choices.map(\.description).joined() }

  public init?(_ description: String) {
    var rest = description[...]
    choices = []
    while !rest.isEmpty {
      guard let choice = Self.takeChoice(from: &rest) else { return nil }
      choices.append(choice)
    }
  }

  private static func takeChoice(from text: inout Substring) -> Choice? {
    guard let letter = text.first, letter.isLetter else { return takeClient(from: &text).map(Choice.issue) }
    text.removeFirst()
    if letter == "x", let expiry = takeExpiry(from: &text) { return expiry }
    return takeClient(from: &text).flatMap { Choice(letter: letter, clientID: $0) }
  }

  /// `(3:2)`; nil, and nothing taken, if it is not of this form.
  private static func takeExpiry(from text: inout Substring) -> Choice? {
    guard text.first == "(", let end = text.firstIndex(of: ")") else { return nil }
    let parts = text[text.index(after: text.startIndex)..<end].split(separator: ":").map(String.init)
    guard parts.count == 2, let owner = client(parts[0], in: 1...Int.max),
      let entry = client(parts[1], in: 2...999_999)
    else { return nil }
    text = text[text.index(after: end)...]
    return .expire(owner, entry: entry)
  }

  private static func takeClient(from text: inout Substring) -> Int? {
    guard let first = text.popFirst() else { return nil }
    guard first == "(" else { return client(String(first), in: 1...9) }
    guard let end = text.firstIndex(of: ")") else { return nil }
    defer { text = text[text.index(after: end)...] }
    return client(String(text[..<end]), in: 10...Int.max)
  }

  /// Only the spelling that `description` gives, so that equal schedules have equal texts.
  private static func client(_ digits: String, in range: ClosedRange<Int>) -> Int? {
    guard let number = Int(digits), range.contains(number), String(number) == digits else { return nil }
    return number
  }
}
