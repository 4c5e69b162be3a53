import ContendModel
import ContendReport
import ContendTestSupport
import Testing

@Suite struct DocumentTests {
  @Test(arguments: Samples.all.keys.sorted())
  func aDocumentReadBackIsTheSameDocument(name: String) throws {
    let document = try #require(Samples.all[name])
    let text = try document.json()
    let copy = try ResultDocument(json: text)
    #expect(try copy.json() == text)
    #expect(copy.control.failures == document.control.failures)
    #expect(copy.fixes.map(\.verdict) == document.fixes.map(\.verdict))
  }

  @Test func theJSONOfAFullDocumentIsTheGoldenFile() throws {
    let difference = try Golden().difference(of: Samples.full.json(), from: "full.json")
    #expect(difference == nil)
  }

  @Test func whatWasNotRunIsNullAndNeverLeftOut() throws {
    let json = try JSONValue(text: Samples.exploreOnly.json())
    #expect(json["control"]?["stress"] == .null)
    #expect(json["control"]?["failure_rate"] == .null)
    #expect(json["control"]?["interval"] == .null)
    #expect(json["control"]?["blast_radius"] == .null)
    let partial = try JSONValue(text: Samples.partial.json())
    #expect(partial["control"]?["stress"]?["failure_rate"] == .null)
    #expect(partial["control"]?["stress"]?["latency"] == .null)
    #expect(partial["control"]?["explore"] == .null)
  }

  @Test func fieldsComeInTheDocumentedOrder() throws {
    let text = try Samples.full.json()
    let order = ["schema", "contend", "command", "scenario", "seed", "server", "control", "fixes"]
    let places = order.compactMap { text.firstRange(of: "\n  \"\($0)\":")?.lowerBound }
    #expect(places.count == order.count)
    #expect(places == places.sorted())
  }

  @Test func figuresHaveSixSignificantDigits() throws {
    var document = Samples.full
    document.duration = 1.0 / 3
    #expect(try document.json().contains("\"duration_s\": 0.333333"))
    document.duration = 123_456_789
    #expect(try document.json().contains("\"duration_s\": 123457000"))
    document.duration = 2
    #expect(try document.json().contains("\"duration_s\": 2\n"))
  }

  @Test func theLargestSeedSurvives() throws {
    var document = Samples.full
    document.seed = .max
    #expect(try ResultDocument(json: document.json()).seed == .max)
  }

  @Test func aFigureThatIsNoNumberIsRefused() {
    var document = Samples.full
    document.duration = .infinity
    #expect(throws: EncodingError.self) { try document.json() }
  }

  @Test func hostileStringsSurviveJSON() throws {
    var document = Samples.full
    document.scenario.title = "a\"b\\c\n\u{1B}[31m\u{0}\u{2028}é漢"
    let text = try document.json()
    #expect(!text.contains("\u{1B}"))
    #expect(try ResultDocument(json: text).scenario.title == document.scenario.title)
  }

  @Test func aListOfDocumentsIsAnArray() throws {
    let json = try JSONValue(text: ResultDocument.json([Samples.full, Samples.partial]))
    guard case .array(let documents) = json else { throw StoredResultError.notAResult }
    #expect(documents.count == 2)
  }

  @Test func readingSaysWhatIsWrongAndWhatToDo() throws {
    #expect(throws: StoredResultError.notAResult) { try ResultDocument(json: "[]") }
    #expect(throws: StoredResultError.otherSchema("contend/9")) {
      try ResultDocument(json: "{\"schema\": \"contend/9\"}")
    }
    let text = try Samples.full.json().replacing("\"rounds\": 17", with: "\"rounds\": \"many\"")
    #expect(throws: StoredResultError.damaged("control.failures.0.rounds")) {
      try ResultDocument(json: text)
    }
  }

  @Test func anExpectationIsMetByAnyOfItsVerdicts() {
    var fix = Samples.flagFirst
    #expect(fix.meetsExpectation)
    fix.verdict = .reduced
    #expect(fix.meetsExpectation)
    fix.verdict = .eliminatedProved
    #expect(!fix.meetsExpectation)
    fix.expected = ["masked", "eliminated"]
    #expect(fix.meetsExpectation)
  }
}
