/// Reads the XML that Contend writes: elements, attributes and text, without comments or sections.
package enum WellFormed {
  package struct Mistake: Error, CustomStringConvertible {
    package var description: String
  }

  /// The names of all elements, or the first thing that keeps the text from being one element.
  package static func elements(of text: String) -> Result<Set<String>, Mistake> {
    var reader = Reader(bytes: Array(text.utf8))
    do throws(Mistake) {
      try reader.readAll()
    } catch {
      return .failure(error)
    }
    return .success(reader.names)
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0
    var names: Set<String> = []
    var open: [String] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func readAll() throws(Mistake) {
      while position < bytes.count {
        if bytes[position] == UInt8(ascii: "<") {
          try readTag()
        } else {
          let isSpace = " \n\t".utf8.contains(bytes[position])
          if open.isEmpty, !isSpace { throw mistake("text outside of the element") }
          try readCharacter()
        }
      }
      if let name = open.last { throw mistake("<\(name)> is not closed") }
      if names.isEmpty { throw mistake("no element") }
    }

    private mutating func readTag() throws(Mistake) {
      position += 1
      let isEnd = take("/")
      let name = try readName()
      if isEnd {
        guard open.popLast() == name else { throw mistake("</\(name)> closes something else") }
        guard take(">") else { throw mistake("</\(name) does not end") }
        return
      }
      if open.isEmpty, !names.isEmpty { throw mistake("<\(name)> after the end") }
      names.insert(name)
      var attributes: Set<String> = []
      while take(" ") {
        let attribute = try readName()
        guard attributes.insert(attribute).inserted else { throw mistake("\(attribute) is there twice") }
        guard take("=\"") else { throw mistake("\(attribute) has no value") }
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") { try readCharacter() }
        guard take("\"") else { throw mistake("the value of \(attribute) does not end") }
      }
      if take("/>") { return }
      guard take(">") else { throw mistake("<\(name) does not end") }
      open.append(name)
    }

    /// One byte of text, or a reference to a character.
    private mutating func readCharacter() throws(Mistake) {
      guard bytes[position] != UInt8(ascii: "<") else { throw mistake("a '<' in text") }
      guard take("&") else {
        position += 1
        return
      }
      for known in ["lt;", "gt;", "amp;", "quot;", "#10;", "#9;"] where take(known) { return }
      throw mistake("an '&' that begins nothing")
    }

    private mutating func readName() throws(Mistake) -> String {
      let start = position
      while position < bytes.count, !" \n\t<>/=\"'&".utf8.contains(bytes[position]) { position += 1 }
      guard position > start else { throw mistake("a name is missing") }
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func take(_ text: String) -> Bool {
      guard bytes[position...].starts(with: text.utf8) else { return false }
      position += text.utf8.count
      return true
    }

    private func mistake(_ what: String) -> Mistake {
      let before = bytes[max(0, position - 40)..<min(position, bytes.count)]
      return Mistake(description: "\(what), after '\(String(decoding: before, as: UTF8.self))'")
    }
  }
}
