import Testing

@testable import ContendModel

@Suite("Values that the server draws")
struct DrawnLexiconTests {
  /// 2026-05-01 12:00:00 UTC.
  private static let noon = 1_777_636_800.0

  private var clock: DrawnLexicon {
    var lexicon = DrawnLexicon()
    lexicon.now = Self.noon
    return lexicon
  }

  @Test(
    "Points in time near now, in any unit",
    arguments: [
      "2026-05-01 11:59:59", "2026-05-01 11:59:59.123456+00", "2026-05-01T13:59:59.5+02", "2026-05-01",
      "2026-04-30", "2026-05-01 17:30:00+05:30", "2026-05-01T12:00:01Z", "2027-01-01 00:00:00.123456",
      "11:59:59.123456", "11:59:59.123456+00", "1777636799", "1777636799.654321", "1777636799123",
      "1777636799123.25", "1777636799123456", "1777636799123456789", "1780228800",
    ])
  func near(_ text: String) {
    #expect(clock.pieces(of: text) == [.clock])
    #expect(clock.pieces(of: "{\"at\": \"\(text)\"}") == [.plain("{\"at\": \""), .clock, .plain("\"}")])
    #expect(DrawnLexicon().pieces(of: text).allSatisfy { $0 != .clock })
  }

  @Test(
    "What is no point in time, or none from a clock",
    arguments: [
      "2026-07-01 10:00:00", "2026-06-30", "10:00:00", "10:00", "17", "177763679", "1177636799", "9777636799",
      "x1777636799", "1777636799a", "2026-13-01", "12026-05-01", "3.14", "", "none", "1.2.3",
    ])
  func other(_ text: String) { #expect(clock.pieces(of: text) == [.plain(text)]) }

  @Test func `what the scenario itself says stays as it is`() {
    var lexicon = clock
    lexicon.known = ["1777636799": "1777636799", "2026-05-01": "2026-05-01"]
    #expect(lexicon.pieces(of: "1777636799") == [.plain("1777636799")])
    #expect(lexicon.pieces(of: "on 2026-05-01") == [.plain("on 2026-05-01")])
    #expect(lexicon.pieces(of: "1777636798") == [.clock])
  }

  @Test func `a UUID is found wherever it stands, one of the set-up by its name`() {
    let uuid = "0b7e2c1a-5b0e-4c7d-9d0e-8f7a6b5c4d3e"
    var lexicon = DrawnLexicon()
    #expect(lexicon.pieces(of: uuid) == [.plain(uuid)])
    lexicon.drawsUUIDs = true
    let drawn = DrawnLexicon.Piece.drawn(family: "uuid", value: uuid)
    #expect(lexicon.pieces(of: uuid.uppercased()) == [drawn])
    #expect(lexicon.pieces(of: "order \(uuid)!") == [.plain("order "), drawn, .plain("!")])
    #expect(lexicon.pieces(of: "\(uuid)0") == [.plain("\(uuid)0")])
    lexicon.known[uuid] = "the first user"
    #expect(lexicon.pieces(of: "order \(uuid)") == [.plain("order the first user")])
  }

  @Test func `a digest is found where digests are random, in lower case and at full length`() {
    let digest = "d41d8cd98f00b204e9800998ecf8427e"
    var lexicon = DrawnLexicon()
    #expect(lexicon.pieces(of: digest) == [.plain(digest)])
    lexicon.drawsHex = true
    #expect(
      lexicon.pieces(of: "key=\(digest);")
        == [.plain("key="), .drawn(family: "hex", value: digest), .plain(";")])
    let others = [
      "\(digest)0", digest.uppercased(), String(digest.dropLast()), "x\(digest)",
      String(repeating: "1", count: 32),
    ]
    for other in others { #expect(lexicon.pieces(of: other) == [.plain(other)]) }
    lexicon.known = [digest: digest]
    #expect(lexicon.pieces(of: digest) == [.plain(digest)])
    #expect(DrawnLexicon.tokens(in: "'\(digest)'") == [digest])
  }

  @Test func `ids count only in their columns, and only those that the run drew`() {
    var lexicon = DrawnLexicon()
    lexicon.families["orders"] = DrawnLexicon.Family(drawn: [4...9], kept: [5])
    let id = { (text: String) in lexicon.pieces(of: DrawnState.Cell(text, family: "orders")) }
    #expect(id("4") == [.drawn(family: "orders", value: "4")])
    #expect(id("ORD-9/x") == [.plain("ORD-"), .drawn(family: "orders", value: "9"), .plain("/x")])
    for text in ["3", "5", "10", "4.5"] { #expect(id(text) == [.plain(text)]) }
    #expect(lexicon.pieces(of: DrawnState.Cell("4")) == [.plain("4")])
    #expect(lexicon.pieces(of: DrawnState.Cell(nil)) != lexicon.pieces(of: DrawnState.Cell("")))
  }

  @Test func `transaction ids and large objects are told by their numbers`() {
    var lexicon = DrawnLexicon()
    lexicon.transactions = 740..<760
    lexicon.objects = ["16500"]
    #expect(lexicon.pieces(of: "740") == [.drawn(family: "transaction", value: "740")])
    #expect(lexicon.pieces(of: "760") == [.plain("760")])
    #expect(lexicon.pieces(of: "16500") == [.drawn(family: "object", value: "16500")])
  }
}
