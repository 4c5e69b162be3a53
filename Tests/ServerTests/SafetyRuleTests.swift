import ContendCommandSupport
import Foundation
import ContendModel
import Testing

@testable import ContendPostgres

/// The rules of what is refused, without a server: most of it cannot be staged on one machine.
struct SafetyRuleTests {
  private let ours = Endpoint(host: "localhost", address: "127.0.0.1", port: "5432")
  private let far = Endpoint(host: "db.example", address: "192.0.2.7", port: "5432")

  private func facts(_ change: (inout ServerFacts) -> Void = { _ in }) -> ServerFacts {
    var facts = ServerFacts()
    facts.version = "16.3"
    facts.major = 16
    facts.role = "app"
    facts.canCreateDatabases = true
    facts.maxConnections = 100
    facts.reservedConnections = 3
    facts.connectionsInUse = 7
    change(&facts)
    return facts
  }

  private var remoteAllowed: ServerPermissions {
    var permissions = ServerPermissions()
    permissions.remote = true
    return permissions
  }

  private var superuserAllowed: ServerPermissions {
    var permissions = ServerPermissions()
    permissions.superuser = true
    return permissions
  }

  @Test(.enabled(if: geteuid() == 0)) func `a user whose group has another name can run a server`() throws {
    // On Debian the group of nobody is nogroup.
    let command = try ServerUser.choose("nobody").prefix + ["true"]
    #expect(try Command.run(["/usr/bin/env"] + command).exitCode == 0)
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("127.8.9.10", true), ("::1", true), ("::ffff:127.0.0.1", true), ("", true),
    ("0.0.0.0", false), ("192.168.0.1", false), ("128.0.0.1", false), ("::", false), ("fe80::1", false),
    ("::ffff:10.0.0.1", false),
  ])
  func `only loopback addresses and sockets are this machine`(_ address: String, _ isLocal: Bool) {
    #expect(Endpoint(host: "h", address: address, port: "1").isLocal == isLocal)
  }

  @Test func `one host of several that is not this machine is enough to refuse`() {
    #expect(Refusal.of([ours], ServerPermissions()) == nil)
    #expect(Refusal.of([ours, far], ServerPermissions()) == .remote(host: "db.example"))
    #expect(Refusal.of([ours, far], remoteAllowed) == nil)
  }

  @Test(arguments: ["prefer", "allow"])
  func `a connection through a network that fell back to plain text is refused`(_ mode: String) {
    #expect(Refusal.of(far, isEncrypted: false, sslMode: mode) == .unencrypted(host: "db.example"))
    #expect(Refusal.of(far, isEncrypted: true, sslMode: mode) == nil)
    #expect(Refusal.of(ours, isEncrypted: false, sslMode: mode) == nil)
    #expect(Refusal.of(far, isEncrypted: false, sslMode: "disable") == nil)
  }

  @Test func `roles that are or may become too powerful are refused`() {
    let none = ServerPermissions()
    #expect(Refusal.of(facts(), none) == nil)
    #expect(Refusal.of(facts { $0.isSuperuser = true }, none) == .superuser(role: "app"))
    #expect(Refusal.of(facts { $0.isSuperuser = true }, superuserAllowed) == nil)
    let program = facts { $0.dangerousMemberships = ["pg_execute_server_program"] }
    #expect(
      Refusal.of(program, superuserAllowed)?.message.description.contains("pg_execute_server_program") == true
    )
    #expect(Refusal.of(facts { $0.canCreateRoles = true }, none) == nil)
    #expect(Refusal.of(facts { ($0.canCreateRoles, $0.major) = (true, 15) }, none) != nil)
  }

  @Test func `no permission lets a run on a standby`() {
    var all = superuserAllowed
    all.remote = true
    #expect(Refusal.of(facts { ($0.isInRecovery, $0.isSuperuser) = (true, true) }, all) == .recovery)
  }

  @Test func `versions 13 to 18 are supported`() {
    for major in 13...18 { #expect(Shortcoming.of(facts { $0.major = major }, connections: 1) == nil) }
    for major in [9, 12, 19] {
      #expect(Shortcoming.of(facts { $0.major = major }, connections: 1) == .unsupportedVersion("16.3"))
    }
    let other = facts { ($0.major, $0.version) = (0, "CockroachDB CCL v23.1") }
    #expect(Shortcoming.of(other, connections: 1)?.message.description.contains("CockroachDB") == true)
  }

  @Test func `the run fits into what is left of max_connections or is told by how much it does not`() {
    #expect(Shortcoming.of(facts(), connections: 90) == nil)
    let message = Shortcoming.of(facts(), connections: 91)?.message.description
    #expect(message?.hasPrefix("the run needs 91 connections, and the server has 90 left") == true)
    #expect(message?.contains("max_connections is 100, 3 are reserved, 7 in use") == true)
  }

  @Test func `names are replaced by addresses and hosts kept for certificates`() throws {
    let target = try ConnectionTarget("postgresql://a@localhost,127.0.0.1:5433/x", origin: "a test")
    let endpoints = try Endpoint.resolve(target)
    #expect(endpoints.contains(Endpoint(host: "localhost", address: "127.0.0.1", port: "5432")))
    #expect(endpoints.last == Endpoint(host: "127.0.0.1", address: "127.0.0.1", port: "5433"))
    let settings = target.settings(for: endpoints)
    #expect(settings["hostaddr"]?.hasSuffix("127.0.0.1,127.0.0.1") == true)
    #expect(settings["host"]?.hasSuffix("localhost,127.0.0.1") == true)
  }

  @Test func `a Unix socket needs no address`() throws {
    let target = try ConnectionTarget("host=/var/run/postgresql user=a", origin: "a test")
    #expect(try Endpoint.resolve(target).allSatisfy { $0.isLocal && $0.address.isEmpty })
  }

  @Test func `settings never show a password, however they are printed`() {
    let settings = ConnectionSettings([("host", "h"), ("user", "app"), ("password", "s3cret")])
    var dumped = ""
    dump(settings, to: &dumped)
    #expect("\(settings)" == "host=h user=app")
    #expect(!("\(settings) \(String(reflecting: settings)) \(dumped)").contains("s3cret"))
  }

  @Test func `session settings add up`() {
    let settings = ConnectionSettings([("options", "-c geqo=off")])
      .setting("lock_timeout", to: "0").setting("default_transaction_isolation", to: "read committed")
    #expect(
      settings["options"]
        == "-c geqo=off -c lock_timeout=0 -c default_transaction_isolation=read\\ committed")
  }

  @Test func `foreign keys order tables, and circles are told apart`() {
    func key(_ table: String, _ referenced: String) -> ForeignKeys.Key {
      .init(name: "\(table)_fk", table: table, referenced: referenced, isDeferrable: false, isDeferred: false)
    }
    let tree = ForeignKeys([key("c", "b"), key("b", "a"), key("a", "a"), key("x", "elsewhere")])
    #expect(tree.order(["c", "b", "a", "x"]).tables == ["a", "x", "b", "c"])
    #expect(tree.order(["c", "b", "a", "x"]).circular == [])
    let circle = ForeignKeys([key("a", "b"), key("b", "a"), key("c", "a")])
    #expect(circle.order(["c", "a", "b", "d"]).tables.first == "d")
    #expect(Set(circle.order(["c", "a", "b", "d"]).circular.map(\.table)).isSuperset(of: ["a", "b"]))
  }
}
