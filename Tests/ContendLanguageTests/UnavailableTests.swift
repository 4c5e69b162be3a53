import ContendModel
import Testing

@testable import ContendLanguage

@Test(
  "What cannot be run yet is refused by name and place",
  arguments: [
    "\\deadline 5ms", "\\pool size=3", "\\net rtt=1ms", "\\call pay 4ms", "\\kv del 'a'", "\\acquire other",
    "\\use main", "\\release", "\\wait jobs",
  ])
func unavailable(line: String) throws {
  let scenario = try scenario(Sample.withBody("SELECT 1;\n\(line)"))
  let diagnostic = try #require(unavailableDirectives(in: scenario).first)
  let name = try #require(line.split(separator: " ").first)
  #expect(diagnostic.short == "4:1: error: '\(name)' cannot be explored yet")
  #expect(diagnostic.excerpt == line)
  #expect(diagnostic.hint != nil)
}

@Test("Killing clients cannot be run yet, an explore without it can")
func crashes() throws {
  let killing = try scenario(Sample.withHeader("\\explore clients=2 crashes=1"))
  #expect(
    unavailableDirectives(in: killing).map(\.short) == ["2:20: error: 'crashes=' cannot be explored yet"])
  let plain = try scenario(
    Sample.withHeader("\\explore clients=2 crashes=0\n\\sweep clients 1, 2\n\\profile a clients=1"))
  #expect(unavailableDirectives(in: plain).isEmpty)
}

@Test("What is refused is refused wherever it stands, once for each place")
func everyPlace() throws {
  let text = "\\role a\n\\if TRUE\n\\kv del 'a'\n\\endif\n\\role b\n\\kv del 'b'"
  let scenario = try scenario(Sample.withBody(text))
  #expect(unavailableDirectives(in: scenario).map(\.location.line) == [5, 8])
}
