import ContendModel

/// Cuts a file into directives and statements, and gets back on its feet after a mistake.
struct FileLexer {
  /// Directives that end a statement in place of its semicolon.
  static let suffixes: Set<String> = ["bind", "gset", "aset"]

  let source: SourceText
  let log: DiagnosticLog
  /// pgbench ends a statement at any directive and at the end of the file.
  let isLenient: Bool
  private var offset = 0
  private var items: [Item] = []

  init(source: SourceText, log: DiagnosticLog, isLenient: Bool = false) {
    self.source = source
    self.log = log
    self.isLenient = isLenient
  }

  static func items(of source: SourceText, log: DiagnosticLog, isLenient: Bool = false) -> [Item] {
    var lexer = FileLexer(source: source, log: log, isLenient: isLenient)
    return lexer.lex()
  }

  private mutating func lex() -> [Item] {
    if source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    while skipToItem(), !log.isFull {
      if source[offset] == UInt8(ascii: "\\") {
        take(scanDirective())
      } else {
        scanStatement()
      }
    }
    return items
  }

  /// Moves to the next directive or statement; false at the end of the file.
  private mutating func skipToItem() -> Bool {
    while offset < source.count {
      if source[offset].isSpace || source[offset] == UInt8(ascii: ";") {
        offset += 1
      } else if let comment = Comment(in: source, at: offset) {
        if case .closed(let end) = comment {
          offset = end
        } else {
          reportUnclosed("comment", at: offset)
        }
      } else {
        return true
      }
    }
    return false
  }

  private mutating func scanStatement() {
    var scanner = SQLScanner(source: source, offset: offset)
    let end = scanner.scan()
    offset = scanner.offset
    var text = StatementText(tokens: scanner.tokens)
    if case .unclosed = end { text.isBroken = true }
    if !text.tokens.isEmpty { items.append(.statement(text)) }
    switch end {
    case .semicolon:
      skipCopyData(text)
    case .backslash:
      checkEndsAtDirective(text)
    case .endOfFile:
      if !isLenient { reportUnended(text, before: "the end of the file") }
    case .unclosed(let what, let opener):
      reportUnclosed(what, at: opener)
    }
  }

  /// A suffix goes to the statement before it, everything else is an item of its own.
  private mutating func take(_ line: DirectiveLine) {
    if Self.suffixes.contains(line.name), case .statement(var text) = items.last {
      text.suffixes.append(line)
      items[items.count - 1] = .statement(text)
    } else {
      items.append(.directive(line))
    }
  }
}

// MARK: - Directives

extension FileLexer {
  private mutating func scanDirective() -> DirectiveLine {
    let start = offset
    var end = start + 1
    while source[end].continuesName { end += 1 }
    let name = source.text(start + 1..<end)
    let arguments = argumentRange(from: end, stopsAtBackslash: Self.suffixes.contains(name))
    offset = arguments.upperBound
    if source[offset] != UInt8(ascii: "\\") { skipLine() }
    return DirectiveLine(name: name, start: start, arguments: arguments)
  }

  /// Up to the end of the line or a `--` outside quotes; a backslash at the end of a line joins it
  /// with the next one, as in pgbench.
  private func argumentRange(from start: Int, stopsAtBackslash: Bool) -> Range<Int> {
    var end = start
    while end < source.count, !source[end].isLineEnd {
      let byte = source[end]
      if byte == UInt8(ascii: "-"), source[end + 1] == byte { break }
      if byte == UInt8(ascii: "\\") {
        if let next = continuation(at: end) {
          end = next
          continue
        }
        if stopsAtBackslash { break }
      }
      end = closingQuote(at: end) ?? end + 1
    }
    return start..<end
  }

  private func continuation(at backslash: Int) -> Int? {
    if source[backslash + 1].isLineEnd { return backslash + 2 }
    let isCRLF = source[backslash + 1] == UInt8(ascii: "\r") && source[backslash + 2].isLineEnd
    return isCRLF ? backslash + 3 : nil
  }

  /// The offset after the quoted text that begins here and ends on this line.
  private func closingQuote(at start: Int) -> Int? {
    let mark = source[start]
    guard mark == UInt8(ascii: "'") || mark == UInt8(ascii: "\"") else { return nil }
    var end = start + 1
    while end < source.count, !source[end].isLineEnd {
      if source[end] == mark { return end + 1 }
      end += 1
    }
    return nil
  }

  private mutating func skipLine() {
    while offset < source.count, !source[offset].isLineEnd { offset += 1 }
  }
}

// MARK: - Mistakes

extension FileLexer {
  private func checkEndsAtDirective(_ text: StatementText) {
    var end = offset + 1
    while source[end].continuesName { end += 1 }
    let name = source.text(offset + 1..<end)
    if isLenient || Self.suffixes.contains(name) { return }
    // A slip in `\gset` is one mistake: the unknown directive is reported, not the statement.
    if Directive.named(name) == nil, !name.isEmpty { return }
    reportUnended(text, before: "'\\\(name)'")
  }

  private func reportUnended(_ text: StatementText, before what: String) {
    guard let first = text.tokens.first else { return }
    log.error(
      "the statement does not end before \(what)", at: source.location(at: first.range.lowerBound),
      hint: "end it with ';', or with '\\gset' to keep its row")
  }

  /// Goes on at the next line that begins with a directive: what is between may be quoted or not.
  private mutating func reportUnclosed(_ what: String, at opener: Int) {
    log.error("this \(what) is not closed", at: source.location(at: opener))
    offset = opener
    while offset < source.count {
      skipLine()
      offset += 1
      var start = offset
      while source[start] == 0x20 || source[start] == 0x09 { start += 1 }
      if source[start] == UInt8(ascii: "\\"), source[start + 1].isLetter {
        offset = start
        return
      }
    }
    offset = source.count
  }

  /// The lines after `COPY … FROM STDIN;` are data: nothing to report a second time.
  private mutating func skipCopyData(_ text: StatementText) {
    guard StatementHead(text, in: source).isCopyWithClient else { return }
    var line = offset
    while line < source.count {
      if source[line] == UInt8(ascii: "\\"), source[line + 1] == UInt8(ascii: ".") {
        offset = line + 2
        return
      }
      while line < source.count, !source[line].isLineEnd { line += 1 }
      line += 1
    }
  }
}
