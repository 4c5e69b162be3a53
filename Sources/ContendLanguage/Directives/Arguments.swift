import ContendModel

/// A cursor over the arguments of one directive; what it throws is a located diagnostic.
struct Arguments {
  struct Word {
    let text: String
    let location: SourceLocation
  }

  let source: SourceText
  let directive: DirectiveLine
  private(set) var offset: Int
  private var keys: Set<String> = []

  init(source: SourceText, directive: DirectiveLine) {
    self.source = source
    self.directive = directive
    offset = directive.arguments.lowerBound
  }

  var end: Int { directive.arguments.upperBound }
  var name: String { directive.name }
  /// Of the directive's backslash.
  var location: SourceLocation { source.location(at: directive.start) }
  /// Of what comes next.
  var here: SourceLocation { source.location(at: offset) }
  var isAtEnd: Bool { mutating get { peek() == nil } }

  /// The next byte that is no space.
  mutating func peek() -> UInt8? {
    skipSpace()
    return offset < end ? source[offset] : nil
  }

  mutating func skipSpace() {
    while offset < end {
      let joinsLines = source[offset] == UInt8(ascii: "\\") && source[offset + 1].isSpace
      guard source[offset].isSpace || joinsLines else { return }
      offset += 1
    }
  }

  mutating func move(to offset: Int) { self.offset = min(max(offset, self.offset), end) }

  // MARK: Words

  /// Letters, digits and the marks of names (`_`, `-`, `.`); nil if something else comes next.
  mutating func word() -> Word? {
    skipSpace()
    return takeWord { $0.continuesName || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
  }

  /// Everything up to the next space or, where they end it, one of the bytes given.
  mutating func run(until stops: [UInt8] = []) -> Word? {
    skipSpace()
    return takeWord { !$0.isSpace && !stops.contains($0) }
  }

  private mutating func takeWord(_ belongs: (UInt8) -> Bool) -> Word? {
    let start = offset
    while offset < end, belongs(source[offset]) { offset += 1 }
    guard offset > start else { return nil }
    return Word(text: source.text(start..<offset), location: source.location(at: start))
  }

  /// `"…"` or `'…'`, the mark doubled within; nil if no quote comes next.
  mutating func quoted() throws(Diagnostic) -> Word? {
    guard let mark = peek(), mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'") else { return nil }
    let location = here
    var bytes: [UInt8] = []
    var next = offset + 1
    while next < end {
      if source[next] != mark {
        bytes.append(source[next])
        next += 1
      } else if next + 1 < end, source[next + 1] == mark {
        bytes.append(mark)
        next += 2
      } else {
        offset = next + 1
        return Word(text: String(decoding: bytes, as: UTF8.self), location: location)
      }
    }
    throw Diagnostic(.error, at: location, "this quote is not closed")
  }

  /// A quoted text as it was pasted: marks within it need not be doubled, but can be.
  ///
  /// It ends with the mark that the end or one of these options follows; nil if no quote comes next.
  mutating func pasted(before options: [String]) throws(Diagnostic) -> Word? {
    guard let mark = peek(), mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'") else { return nil }
    let location = here
    guard
      let close = (offset + 1..<max(end, offset + 1)).first(where: {
        source[$0] == mark && ends(at: $0 + 1, options)
      })
    else { throw Diagnostic(.error, at: location, "this quote is not closed") }
    let text = source.text(offset + 1..<close)
    offset = close + 1
    let quote = String(UnicodeScalar(mark))
    let isDoubled = text.replacing(quote + quote, with: "").contains(quote) == false
    return Word(text: isDoubled ? text.replacing(quote + quote, with: quote) : text, location: location)
  }

  /// Whether nothing or another option stands there.
  private func ends(at next: Int, _ options: [String]) -> Bool {
    var ahead = self
    ahead.offset = next
    guard ahead.peek() != nil else { return true }
    guard source[next].isSpace, let key = ahead.takeWord(\.continuesName), ahead.offset < end else {
      return false
    }
    return options.contains(key.text) && source[ahead.offset] == UInt8(ascii: "=")
  }

  /// Takes the word if it comes next.
  mutating func take(_ keyword: String) -> Bool {
    let before = offset
    if word()?.text == keyword { return true }
    offset = before
    return false
  }

  mutating func take(symbol: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: symbol) else { return false }
    offset += 1
    return true
  }

  // MARK: What a directive asks for

  func error(_ message: String, at location: SourceLocation? = nil, hint: String? = nil) -> Diagnostic {
    Diagnostic(.error, at: location ?? here, message, hint: hint ?? usageHint)
  }

  var usageHint: String? { Directive.named(name).map { "write \($0.usage)" } }

  /// A name of this kind (`a fix`, `a role`): letters, digits, `_`, `-`, `.`.
  mutating func name(of what: String) throws(Diagnostic) -> Word {
    guard let word = word() else { throw error("'\\\(name)' requires the name of \(what)") }
    guard word.text.utf8.count <= 63 else {
      throw error("the name of \(what) has more than 63 bytes", at: word.location, hint: "shorten it")
    }
    return word
  }

  mutating func variableName() throws(Diagnostic) -> Word {
    skipSpace()
    if source[offset] == UInt8(ascii: ":"), offset < end {
      throw error("the name of a variable to set stands without its ':'")
    }
    guard offset < end, source[offset].startsName, let word = takeWord(\.continuesName) else {
      throw error("'\\\(name)' requires the name of a variable")
    }
    return word
  }

  /// `"title"`; the default where there is none.
  mutating func title(default text: String) throws(Diagnostic) -> String {
    try quoted()?.text ?? text
  }

  mutating func reason() throws(Diagnostic) -> String {
    if let text = try quoted() { return text.text }
    guard let word = word() else { throw error("'\\\(name)' requires a reason") }
    return word.text
  }

  /// Reports anything that is left over.
  mutating func finish() throws(Diagnostic) {
    guard let byte = peek() else { return }
    let rest = byte == UInt8(ascii: ";") ? Word(text: ";", location: here) : run()
    guard let rest else { return }
    throw error("unexpected '\(rest.text.prefix(40))' after '\\\(name)'", at: rest.location)
  }

  // MARK: Options

  /// The key of the next `key=value`, the cursor then standing at the value; nil at the end.
  mutating func optionKey() throws(Diagnostic) -> Word? {
    if isAtEnd { return nil }
    guard let key = takeWord(\.continuesName) else { throw error("expected an option 'name=value'") }
    guard offset < end, source[offset] == UInt8(ascii: "=") else {
      throw error("'\(key.text)' is not an option: expected 'name=value'", at: key.location)
    }
    offset += 1
    guard keys.insert(key.text).inserted else {
      throw error("'\(key.text)' is given twice", at: key.location, hint: "remove one of them")
    }
    return key
  }

  func unknownOption(_ key: Word, known: [String]) -> Diagnostic {
    Diagnostic(
      .error, at: key.location, "'\\\(name)' has no option '\(key.text)'",
      hint: Suggestion.hint(for: key.text, among: known))
  }
}
