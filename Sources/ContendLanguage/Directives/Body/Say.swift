import ContendModel

extension Directive {
  static let say = Directive("say", "\\say TEXT", in: [.body]) {
    arguments, builder throws(Diagnostic) in
    let template = try sayTemplate(&arguments, builder)
    builder.add(.say(template), at: arguments.location)
  }

  /// The rest of the line, `:name` replaced; quotes around all of it are taken off.
  private static func sayTemplate(
    _ arguments: inout Arguments, _ builder: ScenarioBuilder
  ) throws(Diagnostic) -> TextTemplate {
    guard arguments.peek() != nil else { throw arguments.error("'\\say' requires a text") }
    var range = arguments.offset..<arguments.end
    while range.count > 1, arguments.source[range.upperBound - 1].isSpace { range.removeLast() }
    let mark = arguments.source[range.lowerBound]
    let isQuoted = mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'")
    if isQuoted, range.count > 1, arguments.source[range.upperBound - 1] == mark {
      range = range.lowerBound + 1..<range.upperBound - 1
    }
    return TextTemplate(segments: segments(of: range, in: arguments.source, builder))
  }

  private static func segments(
    of range: Range<Int>, in source: SourceText, _ builder: ScenarioBuilder
  ) -> [TextTemplate.Segment] {
    var segments: [TextTemplate.Segment] = []
    var copied = range.lowerBound
    var offset = range.lowerBound
    while offset < range.upperBound {
      let isDouble =
        source[offset + 1] == UInt8(ascii: ":")
        || (offset > copied && source[offset - 1] == UInt8(ascii: ":"))
      guard source[offset] == UInt8(ascii: ":"), !isDouble, offset + 1 < range.upperBound,
        source[offset + 1].startsName
      else {
        offset += 1
        continue
      }
      if copied < offset { segments.append(.text(source.text(copied..<offset))) }
      let start = offset
      offset += 1
      while offset < range.upperBound, source[offset].continuesName { offset += 1 }
      let name = source.text(start + 1..<offset)
      segments.append(.variable(builder.read(name, at: source.location(at: start))))
      copied = offset
    }
    if copied < range.upperBound { segments.append(.text(source.text(copied..<range.upperBound))) }
    return segments
  }
}
