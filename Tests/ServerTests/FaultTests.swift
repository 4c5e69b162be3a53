import ContendCommandSupport
import ContendModel
import Foundation
import Testing

extension UserServerTests {
  /// The server fails while a right fix is judged, which must be called neither wrong nor right for it.
  ///
  /// `CONTEND_FAULTS` says how many faults of each kind, `CONTEND_SEED` which sessions at which moments.
  struct Faults {
    enum Fault: CaseIterable {
      /// Somebody ends a session of the run.
      case termination
      /// A process of the server dies, and the server restarts all of them.
      case crash
    }

    private static let environment = ProcessInfo.processInfo.environment
    private static let count = environment["CONTEND_FAULTS"].flatMap(Int.init) ?? 2

    private static let commands = [
      ["explore", "lost-update", "--variant", "for-update", "--clients", "3", "--calls", "1"],
      ["stress", "lost-update", "--variant", "for-update", "--clients", "8", "--rounds", "100000"],
      ["explore", "booking-overlap", "--variant", "lock-the-room", "--reduction", "none"],
      ["stress", "lost-update", "--variant", "atomic", "--clients", "4", "--duration", "30s"],
      ["prove", "lost-update", "--fix", "atomic", "--clients", "3"],
    ]

    /// A session of the run that is at work, once `moment` has passed; nil if the run has ended.
    private func victim(
      of run: Command, on server: PasswordServer, after moment: Duration, random: inout RandomStream
    ) async throws -> Int32? {
      guard await eventually(within: .seconds(20), { (try? server.leftovers().isEmpty) == false }) else {
        return nil
      }
      try await Task.sleep(for: moment)
      let pids = try server.psql(
        "SELECT pid FROM pg_stat_activity WHERE datname LIKE 'contend\\_%' AND backend_type = 'client backend'"
      ).split(separator: "\n").compactMap { Int32($0) }
      return pids.randomElement(using: &random)
    }

    private func strike(_ fault: Fault, _ victim: Int32, on server: PasswordServer) throws {
      switch fault {
      case .termination: try server.psql("SELECT pg_terminate_backend(\(victim))")
      case .crash: kill(victim, SIGKILL)
      }
    }

    @Test(arguments: Fault.allCases)
    func `no fix is judged by a fault of the server, and nothing is left`(fault: Fault) async throws {
      let seed = Self.environment["CONTEND_SEED"].flatMap(UInt64.init) ?? 1
      print("Seed \(seed)")
      var random = RandomStream(seed: seed)
      let server = try PasswordServer.start()
      defer { server.stop() }
      try server.psql("CREATE ROLE app LOGIN CREATEDB PASSWORD '\(PasswordServer.appPassword)'")
      try server.psql("CREATE DATABASE decoy OWNER app")
      var (struck, told) = (0, 0)
      for number in 0..<Self.count {
        let command = Self.commands[number % Self.commands.count]
        let run = try Contend.start(command + ["--budget", "20s", "-q", "--database", server.url()])
        let moment = Duration.milliseconds(Int.random(in: 50...3000, using: &random))
        if let victim = try await victim(of: run, on: server, after: moment, random: &random) {
          try strike(fault, victim, on: server)
          struck += 1
        }
        let result = run.finish()
        #expect([0, 2, 69].contains(result.exitCode), "\(command), after \(moment): \(result.all)")
        if result.exitCode == 69 { told += 1 }
        #expect(await eventually { (try? server.psql("SELECT 1")) == "1" })
        let cleaning = try Contend.run(["clean", "--database", server.url()])
        #expect(cleaning.exitCode == 0, "\(cleaning.all)")
        #expect(try server.leftovers() == [])
      }
      print("\(fault): \(struck) faults, \(told) of them ended their run")
      #expect(struck > 0 && (told > 0 || fault == .termination))
    }

    @Test func `a session that somebody ends is a fault of the run, and is told as one`() async throws {
      let server = try await PasswordServer.shared.value
      let run = try Contend.start(Contend.forLong + ["--variant", "atomic", "--database", server.url()])
      #expect(try await eventually { try terminateOne(on: server) })
      let result = run.finish()
      #expect(result.exitCode == 69, "\(result.all)")
      #expect(result.all.contains("a session was lost, and not by what the program does: 57P01"))
      #expect(result.all.contains("nothing is concluded from this run"))
      #expect(try server.leftovers() == [])
    }

    private func terminateOne(on server: PasswordServer) throws -> Bool {
      try server.psql(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname LIKE 'contend\\_%' AND query LIKE '%UPDATE inventory%' LIMIT 1
        """) == "t"
    }

    /// Whoever is in the way is ended by the scenario itself: that is what is judged.
    @Test(arguments: ["stress", "explore"])
    func `a session that the program ends is its own business`(command: String) async throws {
      let file = FileManager.default.temporaryDirectory.path + "/ends-\(UUID().uuidString).race.sql"
      defer { try? FileManager.default.removeItem(atPath: file) }
      try """
      \\scenario ends "Who is in the way is ended"
      \\load clients=2 calls=1
      \\explore clients=2 calls=1
      \\allow error:57P01, error:08006
      \\setup
      CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL);
      INSERT INTO t VALUES (1, 0);
      \\variant buggy "ends the others, then writes"
      SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
       WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
         AND query LIKE 'UPDATE t SET n%';
      UPDATE t SET n = n + 1 WHERE id = 1;
      SELECT pg_sleep(0.01);
      \\invariant counted "every call counts"
      SELECT n FROM t WHERE n < 0;
      """.write(toFile: file, atomically: true, encoding: .utf8)
      let rounds = command == "stress" ? ["--rounds", "5"] : []
      let result = try Contend.run([command, file, "--variant", "buggy", "-q"] + rounds)
      #expect([0, 1, 2].contains(result.exitCode), "\(result.all)")
    }
  }
}
