import ContendModel
import ContendReport
import ContendTestSupport
import Foundation
import Testing

@Suite struct SchemaTests {
  private let schema: JSONSchema
  private let full: JSONValue

  init() throws {
    schema = JSONSchema(try JSONValue(text: repositoryFile("docs/contend-1.schema.json")))
    full = try JSONValue(text: Samples.full.json())
  }

  @Test(arguments: Samples.all.keys.sorted())
  func everyDocumentKeepsTheSchema(name: String) throws {
    let document = try #require(Samples.all[name])
    #expect(schema.violations(of: try JSONValue(text: document.json())) == [])
  }

  @Test func aListOfDocumentsIsALibrary() throws {
    let list = try JSONValue(text: ResultDocument.json([Samples.full, Samples.full]))
    #expect(schema.violations(of: list, as: "library") == [])
    #expect(!schema.violations(of: full, as: "library").isEmpty)
    #expect(!schema.violations(of: .array([full, .object([:])]), as: "library").isEmpty)
  }

  @Test(
    arguments: [
      (["schema"], JSONValue.string("contend/2")),
      (["seed"], .number(1.5)),
      (["seed"], .number(-1)),
      (["seed"], nil),
      (["extra"], .boolean(true)),
      (["command"], .string("guess")),
      (["exit_code"], .number(300)),
      (["fixes"], .null),
      (["control", "failure_rate"], .number(1.01)),
      (["control", "interval"], .array([.number(0)])),
      (["control", "interval"], .array([.number(0), .number(1), .number(1)])),
      (["control", "anomaly", "class"], .string("gremlin")),
      (["control", "stress", "rounds"], .string("17")),
      (["control", "stress", "outcomes", "ok"], .number(0.5)),
      (["control", "stress", "latency", "p99"], nil),
      (["control", "explore", "counterexample", "steps"], .array([.object([:])])),
    ] as [([String], JSONValue?)])
  func aWrongDocumentBreaksTheSchema(path: [String], value: JSONValue?) {
    #expect(schema.violations(of: full) == [])
    #expect(!schema.violations(of: full.replacing(path, with: value)).isEmpty)
  }

  @Test func whatCallsUsedKeepsTheSchema() throws {
    let use = ResourcesSection(serviceCalls: 2, poolWaits: 0.5, poolWait: 3.25, connectionHeld: 41)
    let text = String(decoding: try JSONEncoder().encode(use), as: UTF8.self)
    let document = full.replacing(["control", "stress", "resources"], with: try JSONValue(text: text))
    #expect(schema.violations(of: document) == [])
    let wrong = full.replacing(["control", "stress", "resources"], with: .object([:]))
    #expect(!schema.violations(of: wrong).isEmpty)
  }

  @Test func whatCallsWaitForKeepsTheSchema() throws {
    let waits = LockWaitsSection(samples: 12, sessions: 0.5, lockWait: 3.25)
    let text = String(decoding: try JSONEncoder().encode(waits), as: UTF8.self)
    let document = full.replacing(["control", "stress", "lock_waits"], with: try JSONValue(text: text))
    #expect(schema.violations(of: document) == [])
    let wrong = full.replacing(["control", "stress", "lock_waits"], with: .object([:]))
    #expect(!schema.violations(of: wrong).isEmpty)
  }

  @Test func aViolationNamesItsPlace() {
    let wrong = full.replacing(["control", "stress", "settings", "clients"], with: .number(0))
    #expect(schema.violations(of: wrong).contains { $0.path == "control.stress.settings.clients" })
    let direct = JSONSchema(
      .object(["properties": .object(["n": .object(["minimum": .number(1)])])]))
    #expect(direct.violations(of: .object(["n": .number(0)])).map(\.path) == ["n"])
  }

  @Test func aKeywordThatNothingChecksIsAViolation() {
    let schema = JSONSchema(.object(["format": .string("date")]))
    #expect(!schema.violations(of: .string("x")).isEmpty)
  }

  @Test func theSchemaKnowsEveryClassVerdictAndCommand() throws {
    let json = try JSONValue(text: repositoryFile("docs/contend-1.schema.json"))
    func words(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
    let definitions = try #require(json["$defs"])
    #expect(
      definitions["anomaly"]?["properties"]?["class"]?["enum"]
        == words(AnomalyClass.allCases.map(\.rawValue)))
    #expect(
      definitions["fix"]?["properties"]?["verdict"]?["enum"] == words(Verdict.allCases.map(\.rawValue)))
    #expect(
      definitions["server"]?["properties"]?["source"]?["enum"]
        == words(ServerSection.Source.allCases.map(\.rawValue)))
    #expect(
      definitions["growth"]?["properties"]?["model"]?["enum"]
        == words(GrowthSection.Model.allCases.map(\.rawValue)))
    #expect(
      json["properties"]?["command"]?["enum"]
        == words(ResultDocument.Command.allCases.map(\.rawValue)))
  }

  @Test func everyFieldOfTheSchemaIsDescribedAndRequired() throws {
    let json = try JSONValue(text: repositoryFile("docs/contend-1.schema.json"))
    guard case .object(let definitions) = try #require(json["$defs"]) else { return }
    for (name, definition) in definitions.merging(["document": json], uniquingKeysWith: { $1 }) {
      guard case .object(let properties) = definition["properties"] else { continue }
      for (key, property) in properties {
        #expect(property["description"] != nil, "\(name).\(key) has no description")
      }
      guard case .array(let required) = definition["required"] else {
        Issue.record("\(name) requires nothing")
        continue
      }
      #expect(Set(required) == Set(properties.keys.map { .string($0) }), "\(name)")
      #expect(definition["additionalProperties"] == .boolean(false), "\(name)")
    }
  }
}
