import ContendCommandSupport
import ContendModel
import ContendTestSupport
import Foundation
import Testing

/// What a run leaves behind when it is ended from outside: nothing but its partial result.
@Suite(.serialized)
struct SignalTests {
  /// The process ids of whatever was started for a directory.
  private func processes(of directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { entry in
      guard Int(entry) != nil, let data = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline")
      else { return false }
      return String(decoding: data, as: UTF8.self).contains(directory)
    }
  }

  /// A run that has told its first progress, with the directory of its server.
  private func running(_ arguments: [String]) async throws -> (Command, directory: String) {
    let command = try Contend.start(arguments)
    #expect(await eventually(within: .seconds(60)) { command.errors.contains("stress ") })
    return (command, try #require(command.serverDirectory))
  }

  private let long = ["prove", "lost-update", "--fix", "serializable"]

  @Test func `after kill -9 no server, directory or socket is left two seconds later`() async throws {
    let (command, directory) = try await running(long)
    #expect(try !processes(of: directory).isEmpty)
    command.send(SIGKILL)
    _ = command.finish()
    try await Task.sleep(for: .seconds(2))
    #expect(!FileManager.default.fileExists(atPath: directory))
    #expect(try processes(of: directory) == [])
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129), (SIGQUIT, 131)] as [(Int32, Int32)])
  func `a signal ends the run with a partial result`(signal: Int32, code: Int32) async throws {
    let folder = try Folder()
    let (command, directory) = try await running(long + ["--json", "\(folder.path)/out.json"])
    command.send(signal)
    let result = command.finish()
    #expect(result.exitCode == code, "\(result.all)")
    let json = try folder.read("out.json")
    #expect(try violations(of: json) == [])
    let document = try JSONValue(text: json)
    #expect(document["interrupted"] == .boolean(true))
    #expect(document["exit_code"] == .number(Double(code)))
    #expect(!FileManager.default.fileExists(atPath: directory))
  }

  @Test func `a second signal ends the run at once, and its server too`() async throws {
    let (command, directory) = try await running(long)
    command.send(SIGINT)
    command.send(SIGINT)
    let result = command.finish()
    #expect(result.exitCode == 130)
    #expect(
      await eventually(within: .seconds(10)) { !FileManager.default.fileExists(atPath: directory) })
  }

  /// Everything takes its time: set-up, statements that swallow their cancel, invariants.
  private static let slow = """
    \\scenario slow "Everything takes its time"
    \\setup
    CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL);
    INSERT INTO t VALUES (1, 0);
    SELECT pg_sleep(0.5);
    CREATE FUNCTION stubborn() RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      LOOP
        BEGIN PERFORM pg_sleep(0.1); EXCEPTION WHEN query_canceled THEN NULL; END;
        EXIT WHEN clock_timestamp() > now() + interval '1 s';
      END LOOP;
    END $$;
    \\variant buggy "reads, then writes"
    SELECT n FROM t WHERE id = 1 \\gset
    SELECT stubborn();
    UPDATE t SET n = :n + 1 WHERE id = 1;
    \\fix relative "in one statement"
    UPDATE t SET n = n + 1 WHERE id = 1;
    \\invariant counted "every call counts"
    SELECT n, pg_sleep(0.3) FROM t WHERE n <> (SELECT count(*) FROM calls WHERE outcome = 'ok');
    """

  /// `CONTEND_INTERRUPTIONS` says how many runs of each command, `CONTEND_SEED` which moments.
  @Test(arguments: [["prove"], ["explore", "--variant", "buggy"]])
  func `a run that is interrupted at any moment ends within two seconds`(arguments: [String]) async throws {
    let environment = ProcessInfo.processInfo.environment
    let seed = environment["CONTEND_SEED"].flatMap(UInt64.init) ?? 1
    print("Seed \(seed)")
    var random = RandomStream(seed: seed)
    let folder = try Folder()
    let file = try folder.write(Self.slow, to: "slow.race.sql")
    for number in 1...Extent.number(2, whole: 4, "CONTEND_INTERRUPTIONS") {
      let moment = Duration.milliseconds(Int.random(in: 20...12_000, using: &random))
      let json = "\(folder.path)/\(number).json"
      let command = try Contend.start([arguments[0], file] + arguments.dropFirst() + ["--json", json])
      #expect(await eventually(within: .seconds(10)) { command.catchesInterrupts })
      try await Task.sleep(for: moment)
      let directories = command.serverDirectories
      let start = ContinuousClock.now
      command.send(SIGINT)
      let result = command.finish()
      let passed = start.duration(to: .now)
      #expect(result.exitCode == 130, "after \(moment): \(result.all)")
      #expect(passed < .seconds(2), "after \(moment)")
      let document = try JSONValue(text: try folder.read("\(number).json"))
      #expect(document["interrupted"] == .boolean(true))
      #expect(
        await eventually(within: .seconds(2)) {
          !directories.contains(where: FileManager.default.fileExists(atPath:))
        })
      for directory in directories { #expect(try processes(of: directory) == []) }
    }
  }
}
