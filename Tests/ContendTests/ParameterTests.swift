import ContendModel
import Testing

@testable import ContendRuns

struct ParameterTests {
  private let text = Counter.text().replacing(
    "\\load clients",
    with: """
      \\param count 5
      \\param price 1.5
      \\param word 'a'
      \\param flag true
      \\param list [1, 2]
      \\load clients
      """)

  private func overridden(_ name: String, _ value: String) throws -> Value? {
    let file = try scenario(text).overriding([(name, value)])
    return file.scenario.parameters.first { file.scenario.symbols[$0.variable] == name }?.value
  }

  @Test func `a parameter is overridden by a value of its kind`() throws {
    #expect(try overridden("count", "-7") == .integer(-7))
    #expect(try overridden("price", "2")?.kind == "decimal")
    #expect(try overridden("word", "it's 7")?.text == "it's 7")
    #expect(try overridden("flag", "false") == .boolean(false))
    #expect(try overridden("list", "[3]") == .array([.integer(3)]))
  }

  @Test(arguments: [
    ("count", "many"), ("count", "1.5"), ("flag", "1"), ("list", "3"), ("count", ":x"), ("nothing", "1"),
  ])
  func `another kind of value and an unknown name are refused`(name: String, value: String) throws {
    #expect(throws: ScenarioFault.self) { try overridden(name, value) }
  }

  @Test
  func `a profile gives parameters and load their values, and a parameter given by itself comes before it`()
    throws
  {
    let file = try scenario(
      text.replacing("\\load clients", with: "\\profile small count=2 clients=3 calls=1\n\\load clients"))
    let small = try file.applying(profile: "small")
    #expect(small.scenario.load.clients == 3)
    #expect(small.scenario.load.calls == 1)
    #expect(small.scenario.parameters.map(\.value).contains(.integer(2)))
    #expect(small.profile == "small")
    let other = try small.overriding([("count", "9")])
    #expect(other.scenario.parameters.map(\.value).contains(.integer(9)))
    #expect(throws: ScenarioFault.self) { try file.applying(profile: "large") }
  }
}
