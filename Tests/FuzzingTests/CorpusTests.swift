import ContendFuzzing
import ContendModel
import ContendTestSupport
import Testing

/// What libFuzzer does for minutes (`make fuzz`), for seconds: the corpus, and mutations of it.
struct CorpusTests {
  @Test(arguments: FuzzTarget.all.map(\.name))
  func `every text of the corpus keeps the promises`(name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    let files = Corpus.files(of: name)
    #expect(files.count > 3)
    for (file, text) in files {
      #expect(target.violations(text) == [], "\(file)")
    }
  }

  @Test(arguments: FuzzTarget.all.map(\.name))
  func `mutations of the corpus keep the promises`(name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    let seed = UInt64.random(in: .min ... .max)
    print("mutations of \(name): seed \(seed)")
    let texts = Corpus.files(of: name).sorted { $0.key < $1.key }.map(\.value)
    var mutator = Mutator(texts: texts, random: RandomStream(seed: seed))
    let most: Duration = Extent.isWhole ? .seconds(20) : .seconds(2)
    let end = ContinuousClock.now + most
    var round = 0
    while round < 20 || ContinuousClock.now < end {
      let text = mutator.next()
      let violations = target.violations(text)
      #expect(violations == [], "seed \(seed), round \(round): \(text.debugDescription)")
      round += 1
      guard violations.isEmpty else { return }
    }
  }

  @Test func `the edits of a result lead to results`() throws {
    let base = try #require(Corpus.files(of: "result")["explore.json"])
    #expect(ResultEdits.applied("edit explore") == base)
    // The whole result is its first value, the schema's name the second.
    let other = try JSONValue(text: ResultEdits.applied("edit explore\ns1 a\"\u{1B}b"))
    #expect(other["schema"] == .string("a\"\u{1B}b"))
    #expect(
      try JSONValue(text: base) == other.replacing(["schema"], with: JSONValue(text: base)["schema"]))
    #expect(try JSONValue(text: ResultEdits.applied("edit explore\nj0 [7]")) == .array([.number(7)]))
    #expect(try JSONValue(text: ResultEdits.applied("edit explore\nn1"))["schema"] == .null)
  }
}

/// Changes bytes of texts as a fuzzer does, without looking at what that reaches.
private struct Mutator {
  let texts: [String]
  var random: RandomStream

  private static let fragments = [
    "\\", "'", "\"", "$$", "/*", "*/", "--", ":", ";", "(", ")", "[", "]", "{", "}", "\n", "\r\n", "\t",
    "\u{0}",
    "\u{1B}[31m", "\u{9B}", "\u{202E}", "\u{2028}", "\u{301}", "😀", "</script>", "<script>", "&", "```",
    "]]>",
    "9223372036854775807", "-9223372036854775808", "99999999999999999999", "1e999", "-0", "null", "true",
    "\ns7 ", "\nc3 9", "\nt5 6", "\ne4", "::error::", "%0A",
  ]

  mutating func next() -> String {
    var bytes = Array(pick(texts).utf8)
    for _ in 0...number(below: 4) {
      let place = number(below: bytes.count + 1)
      switch number(below: 6) {
      case 0: bytes.insert(contentsOf: pick(Self.fragments).utf8, at: place)
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + number(below: 30)))
      case 2 where place < bytes.count: bytes[place] = UInt8(number(below: 256))
      case 3: bytes.insert(contentsOf: slice(of: Array(pick(texts).utf8)), at: place)
      case 4: bytes.insert(contentsOf: slice(of: bytes), at: place)
      default: bytes.replaceSubrange(place..<min(bytes.count, place + 1), with: pick(Self.fragments).utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func slice(of bytes: [UInt8]) -> ArraySlice<UInt8> {
    let start = number(below: bytes.count + 1)
    return bytes[start..<min(bytes.count, start + number(below: 60))]
  }

  private mutating func pick(_ texts: [String]) -> String { texts[number(below: texts.count)] }

  private mutating func number(below limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
}
