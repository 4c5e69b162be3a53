import ContendModel
import ContendPostgres
package import ContendReport

/// Says what a run would need and does not find, each with its remedy; changes nothing but what an
/// embedded server leaves in its cache.
package struct Doctor: Sendable {
  private let options: RunOptions

  package init(_ options: RunOptions) { self.options = options }

  /// The findings, and the exit code: 0 if the server that a run would use is usable, else 69.
  package func run() async throws -> (findings: [DoctorFinding], exitCode: Int32) {
    let machine = Machine(choice: options.server, environment: options.environment)
    var findings = machine.findings
    let embedded = try await embeddedServer()
    findings.append(embedded)
    let named = try await namedServer()
    if let named { findings.append(named) }
    findings += [machine.openFiles, machine.leftovers]
    return (findings, (named ?? embedded).state == .missing ? 69 : 0)
  }

  private func embeddedServer() async throws -> DoctorFinding {
    let subject = "embedded server"
    let options = options
    do {
      let start = ContinuousClock.now
      let version = try await onLoop(options.stopSignal) { loop in
        let server = try await ManagedServer.start(
          options.server.embedded(connections: 20), on: loop, environment: options.environment)
        defer { server.stop() }
        return server.installation.version
      }
      let milliseconds = Int(start.duration(to: .now) / .milliseconds(1))
      return DoctorFinding(subject, .good, "PostgreSQL \(version) started and stopped in \(milliseconds) ms")
    } catch let error as ServerError {
      return DoctorFinding(subject, error)
    }
  }

  /// The server that the user named, if any.
  private func namedServer() async throws -> DoctorFinding? {
    let options = options
    guard let named = options.server.named(in: options.environment) else { return nil }
    let subject = "your server"
    do {
      let facts = try await onLoop(options.stopSignal) { loop in
        try await UserServer.examine(
          try named.target(), options.server.permissions, connections: Doctor.connections, on: loop)
      }
      let free = facts.maxConnections - facts.reservedConnections - facts.connectionsInUse
      return DoctorFinding(
        subject, .good,
        "PostgreSQL \(facts.version), named by \(named.label), as \(facts.role); \(free) connections free")
    } catch let error as ServerError {
      var finding = DoctorFinding(subject, error)
      finding.detail = "named by \(named.label): \(finding.detail)"
      return finding
    }
  }

  /// What a run with one fix and the default load holds.
  private static let connections = 34
}

extension DoctorFinding {
  /// The first line of an error says what is wrong, the others what to do.
  init(_ subject: String, _ error: ServerError) {
    let lines = error.message.lines
    let remedy = lines.dropFirst().reduce(Message("")) { $0 + $1 + "\n" }
    self.init(subject, .missing, lines[0], remedy: remedy)
  }
}
