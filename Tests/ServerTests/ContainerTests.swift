import ContendCommandSupport
import ContendTestSupport
import Foundation
import Testing

/// What can be said of the container files without an engine that runs them.
struct ContainerTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ name: String) throws -> String {
    try String(contentsOf: Self.root.appendingPathComponent(name), encoding: .utf8)
  }

  /// The part of the Compose Specification that the file uses; anything else in it is a mistake.
  private static let schema = """
    { "type": "object", "required": ["services"], "additionalProperties": false,
      "properties": { "services": {
        "type": "object", "required": ["postgres", "contend"], "additionalProperties": false,
        "properties": { "postgres": { "$ref": "#/$defs/service" }, "contend": { "$ref": "#/$defs/service" } } } },
      "$defs": {
        "strings": { "type": "array", "minItems": 1, "items": { "type": "string" } },
        "service": { "type": "object", "additionalProperties": false,
          "properties": {
            "image": { "type": "string" }, "build": { "type": "string" },
            "command": { "$ref": "#/$defs/strings" }, "volumes": { "$ref": "#/$defs/strings" },
            "tmpfs": { "$ref": "#/$defs/strings" },
            "environment": { "type": "object", "additionalProperties": { "type": "string" } },
            "healthcheck": { "type": "object", "required": ["test"], "additionalProperties": false,
              "properties": { "test": { "$ref": "#/$defs/strings" }, "interval": { "type": "string" },
                "timeout": { "type": "string" }, "retries": { "type": "integer" },
                "start_period": { "type": "string" } } },
            "depends_on": { "type": "object", "additionalProperties": {
              "type": "object", "required": ["condition"], "additionalProperties": false,
              "properties": { "condition": { "enum": ["service_started", "service_healthy"] } } } } } } } }
    """

  private func compose() throws -> JSONValue { try YAMLReader.read(text("docker-compose.yml")) }

  private func strings(_ value: JSONValue?) -> [String] {
    guard case .array(let items) = value else { return [] }
    return items.compactMap { if case .string(let text) = $0 { text } else { nil } }
  }

  @Test func `the compose file keeps to the specification`() throws {
    let schema = JSONSchema(try JSONValue(text: Self.schema))
    #expect(try schema.violations(of: compose()) == [])
    let broken = try YAMLReader.read("services:\n  postgres:\n    imagge: x\n  contend:\n    build: .\n")
    #expect(!schema.violations(of: broken).isEmpty)
  }

  @Test func `the harness waits for a healthy server and proves against it`() throws {
    let services = try #require(try compose()["services"])
    let postgres = try #require(services["postgres"])
    let contend = try #require(services["contend"])
    #expect(contend["depends_on"]?["postgres"]?["condition"] == .string("service_healthy"))
    #expect(strings(postgres["healthcheck"]?["test"]).prefix(2) == ["CMD", "pg_isready"])
    let command = strings(contend["command"])
    #expect(command.first == "prove")
    // Another container is another host, and no name resolves here: every flag has to be a real one.
    let help = try Contend.run([command[0], "--help"]).output
    for flag in command where flag.hasPrefix("--") { #expect(help.contains(flag)) }
    #expect(FileManager.default.fileExists(atPath: Self.root.path + "/Scenarios/\(command[1]).race.sql"))
  }

  @Test func `the role of the compose file suits Contend, and its URL is understood`() async throws {
    let server = try await PasswordServer.shared.value
    try server.psql(text("docs/contend-role.sql"))
    defer { _ = try? server.psql("DROP ROLE contend") }
    let services = try #require(try compose()["services"])
    guard case .string(let url) = services["contend"]?["environment"]?["DATABASE_URL"] else {
      Issue.record("no DATABASE_URL")
      return
    }
    let here = url.replacing("@postgres:5432/", with: "@127.0.0.1:\(server.port)/")
    #expect(here != url)
    let result = try Contend.run(["doctor"], environment: ["DATABASE_URL": here])
    #expect(result.exitCode == 0, "\(result.all)")
    #expect(result.output.contains("as contend"))
  }

  @Test func `files that the compose file mounts are there`() throws {
    let services = try #require(try compose()["services"])
    for volume in strings(services["postgres"]?["volumes"]) {
      let parts = volume.split(separator: ":")
      #expect(parts.count == 3 && parts[2] == "ro")
      #expect(FileManager.default.fileExists(atPath: "\(Self.root.path)/\(parts[0])"))
    }
  }

  /// Instructions with their continued lines joined.
  private func instructions() throws -> [(name: String, rest: String)] {
    let joined = try text("Dockerfile").replacing("\\\n", with: " ")
    return joined.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let words = line.split(separator: " ", maxSplits: 1)
      return (String(words[0]), words.count > 1 ? String(words[1]) : "")
    }
  }

  @Test func `the Dockerfile builds in one stage and runs in a smaller one, not as root`() throws {
    let instructions = try instructions()
    let known: Set = ["FROM", "RUN", "WORKDIR", "COPY", "USER", "ENTRYPOINT", "CMD"]
    #expect(instructions.allSatisfy { known.contains($0.name) })
    let stages = instructions.filter { $0.name == "FROM" }.map(\.rest)
    #expect(stages.count == 2)
    #expect(stages[0].hasPrefix("swift:6.3") && stages[0].hasSuffix(" AS build"))
    let last = try #require(instructions.lastIndex { $0.name == "FROM" })
    let runtime = instructions[last...]
    #expect(runtime.contains { $0.name == "COPY" && $0.rest.hasPrefix("--from=build ") })
    #expect(runtime.contains { $0.name == "RUN" && $0.rest.contains("libpq5 postgresql") })
    #expect(runtime.last { $0.name == "USER" }.map { $0.rest != "root" } == true)
    for instruction in runtime where ["ENTRYPOINT", "CMD"].contains(instruction.name) {
      #expect((try? JSONValue(text: instruction.rest)) != nil)
    }
  }

  @Test func `what the Dockerfile copies is there`() throws {
    for copy in try instructions() where copy.name == "COPY" && !copy.rest.hasPrefix("--from") {
      for source in copy.rest.split(separator: " ").dropLast() {
        #expect(FileManager.default.fileExists(atPath: "\(Self.root.path)/\(source)"), "\(source)")
      }
    }
  }
}
