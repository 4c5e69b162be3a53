import Testing

@testable import ContendReport

@Suite struct MarkupTests {
  private let html = MarkupWriter(.html)
  private let xml = MarkupWriter(.xml)

  @Test func textAndAttributesAreEscaped() {
    let attack = "</script><img src=x onerror=alert(1)> & \"quoted\""
    let markup = Markup.element("p", ["title": attack]) { attack }
    let text = "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; &amp; "
    let expected = "<p title=\"\(text)&quot;quoted&quot;\">\(text)\"quoted\"</p>"
    #expect(html.text(markup) == expected)
    #expect(xml.text(markup) == expected)
  }

  @Test(arguments: ["\u{0}", "\u{1B}", "\u{7F}", "\u{9B}", "\u{202E}", "\u{2066}", "\u{FFFE}", "\u{10FFFF}"])
  func whatSteersOrIsNoCharacterIsReplaced(_ character: String) {
    let markup = Markup.element("a", ["b": "1\(character)2"]) { "3\(character)4" }
    #expect(xml.text(markup) == "<a b=\"1\u{FFFD}2\">3\u{FFFD}4</a>")
  }

  @Test func linesAndTabsAreKept() {
    let markup = Markup.element("a", ["b": "1\r\n2\r3\n4\t5"]) { "1\r\n2\r3\n4\t5" }
    #expect(xml.text(markup) == "<a b=\"1&#10;2&#10;3&#10;4&#9;5\">1\n2\n3\n4\t5</a>")
  }

  @Test func onlyWhatHTMLKnowsAsEmptyIsClosedInIt() {
    let markup = Markup.element("p") {
      Markup.element("br")
      Markup.element("td", ["class": nil])
    }
    #expect(html.text(markup) == "<p><br/><td></td></p>")
    #expect(xml.text(markup) == "<p><br/><td/></p>")
  }

  @Test func aLongTextIsCutAndCounted() {
    let text = MarkupWriter(.html, longestText: 3).text(.text("<b>1234"))
    #expect(text == "&lt;b&gt;… (4 more characters)")
  }

  @Test func aDocumentBeginsAsItsDialectDoes() {
    #expect(html.document(.element("html")) == "<!DOCTYPE html>\n<html></html>\n")
    #expect(xml.document(.element("a")) == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a/>\n")
  }

  /// Whatever a text holds, a parser gets it back; only what XML cannot hold is replaced.
  @Test(arguments: 0..<20) func randomTextComesBack(seed: UInt64) {
    var random = Numbers(seed: seed)
    let pieces = [
      "<", ">", "&", "\"", "'", "]]>", "<!--", "&amp;", "a", "é", "\u{0}", "\u{1B}", "👩‍👩‍👧", "\u{301}",
    ]
    for _ in 0..<200 {
      let text = (0..<12).map { _ in pieces[random.next(below: pieces.count)] }.joined()
      let written = xml.text(.element("a", ["b": text]) { text })
      // A parser reads scalars: a combining mark after `&lt;` does not hide the semicolon.
      let scalars = Array(written.unicodeScalars)
      let attribute = scalars.dropFirst(6).prefix { $0 != "\"" }
      let content = scalars.dropFirst(6 + attribute.count + 2).dropLast(4)
      let expected = Array(text.unicodeScalars).map { $0.value < 0x20 ? "\u{FFFD}" : $0 }
      #expect(unescaped(attribute) == expected, "seed \(seed)")
      #expect(unescaped(content) == expected, "seed \(seed)")
      #expect(!content.contains("<") && !attribute.contains("<"), "seed \(seed)")
    }
  }

  private func unescaped(_ scalars: some Collection<Unicode.Scalar>) -> [Unicode.Scalar] {
    let names: [String: Unicode.Scalar] = ["lt": "<", "gt": ">", "quot": "\"", "amp": "&"]
    var result: [Unicode.Scalar] = []
    var rest = Array(scalars)[...]
    while let first = rest.popFirst() {
      guard first == "&", let end = rest.firstIndex(of: ";") else {
        result.append(first)
        continue
      }
      let name = String(String.UnicodeScalarView(rest[..<end]))
      result.append(names[name] ?? "\u{FFFF}")
      rest = rest[(end + 1)...]
    }
    return result
  }
}

/// Numbers that a seed decides.
private struct Numbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 2 &+ 1 }

  mutating func next(below limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }
}
