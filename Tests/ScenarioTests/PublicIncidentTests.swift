import ContendCommandSupport
import ContendModel
import ContendReport
import ContendTestSupport
import Foundation
import Testing

@testable import ContendRuns

/// Twenty bugs that strangers reported of their own software, in `Incidents`. Every scenario names its thread;
/// what its fixes are worth was written down before any of them ran.
@Suite(.serialized)
struct PublicIncidentTests {
  /// The verdict of every fix, in the order of the file.
  static let verdicts: [String: KeyValuePairs<String, Verdict>] = [
    "batch-callback": [
      "lock-batch": .eliminatedProved, "counter": .eliminatedProved, "after-commit-once": .eliminatedProved,
      "after-commit": .notFixed, "serializable": .regressed,
    ],
    "bulk-upsert": [
      "sorted": .eliminatedProved, "retry": .eliminatedProved, "commit-each": .regressed,
      "lock-first": .notFixed, "do-nothing": .masked,
    ],
    "counter-cache": [
      "row-count": .eliminatedProved, "for-update": .eliminatedProved, "not-negative": .notFixed,
      "recount": .notFixed,
    ],
    "default-method": [
      "lock-customer": .eliminatedProved, "one-update": .eliminatedProved, "transaction": .notFixed,
      "changed-rows": .notFixed, "unique": .regressed,
    ],
    "enqueue-limit": [
      "xact-lock": .eliminatedProved, "hold-on": .eliminatedProved, "before-commit": .notFixed,
      "try-lock": .masked,
    ],
    "fk-deadlock": [
      "no-key-update": .eliminatedProved, "run-first": .eliminatedProved, "nowait": .regressed,
      "weaker-job-lock": .notFixed,
    ],
    "idempotency-key": [
      "unique-key": .eliminatedProved, "claim": .eliminatedProved, "claim-for-a-second": .notFixed,
      "nx-at-the-end": .notFixed,
    ],
    "invoice-number": [
      "count-first": .eliminatedProved, "for-update": .eliminatedProved, "one-transaction": .notFixed,
      "sequence": .regressed,
    ],
    "leader-lease": [
      "fenced": .eliminatedProved, "unique-report": .eliminatedProved, "look-again": .notFixed,
      "renew": .notFixed,
    ],
    "list-position": [
      "lock-list": .eliminatedProved, "unique-retry": .eliminatedProved, "unique": .regressed,
      "one-statement": .notFixed,
    ],
    "migration-table": [
      "advisory-lock": .eliminatedProved, "catch": .eliminatedProved, "look-first": .notFixed,
    ],
    "nested-set": [
      "lock-parent": .eliminatedProved, "returning": .eliminatedProved, "lock-late": .notFixed,
      "repeatable-read": .regressed,
    ],
    "rate-limit": [
      "one-statement": .eliminatedProved, "transaction": .eliminatedProved, "repair": .notFixed,
    ],
    "refresh-rotation": [
      "revoke-first": .eliminatedProved, "for-update": .eliminatedProved, "guard-last": .notFixed,
      "one-child": .regressed, "revoke-only": .regressed,
    ],
    "refund-total": [
      "lock-payment": .eliminatedProved, "claim": .eliminatedProved, "early-release": .notFixed,
      "for-share": .notFixed, "one-refund": .masked,
    ],
    "seat-guard": [
      "guard": .eliminatedProved, "sorted": .eliminatedProved, "one-by-one": .regressed,
      "lock-of-my-own": .notFixed,
    ],
    "semaphore": [
      "upsert": .eliminatedProved, "savepoint": .eliminatedProved, "swallow": .regressed,
      "retry-duplicate": .notFixed,
    ],
    "session-overwrite": [
      "merge": .eliminatedProved, "lock": .eliminatedProved, "version": .eliminatedProved,
      "transaction": .notFixed, "reload": .notFixed, "repeatable-read": .regressed,
    ],
    "shared-lock": [
      "unique-running": .eliminatedProved, "one-fetch": .eliminatedProved, "wait-for-rows": .notFixed,
      "repeatable-read": .regressed,
    ],
    "soft-delete": [
      "partial-index": .eliminatedProved, "revive": .eliminatedProved, "null-index": .notFixed,
      "full-index": .masked,
    ],
  ]

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Incidents")

  /// These cover a proof, a bug that stays, one that moves and work that is turned away in about half a minute.
  /// All twenty take minutes: `CONTEND_INCIDENTS=all` asks for them.
  static let proved =
    ProcessInfo.processInfo.environment["CONTEND_INCIDENTS"] == "all"
    ? verdicts.keys.sorted() : Extent.isWhole ? ["shared-lock", "soft-delete"] : []

  @Test func `every file of the folder is without mistakes and has its verdicts here`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
    #expect(files == Self.verdicts.keys.sorted().map { $0 + ".race.sql" })
    for file in files {
      let scenario = try ScenarioFile.load(Self.folder.appendingPathComponent(file).path)
      #expect(scenario.warnings == [], "\(file)")
    }
  }

  @Test(arguments: proved)
  func `a reported bug shows and each of its fixes gets the verdict it deserves`(name: String) throws {
    let path = Self.folder.appendingPathComponent(name + ".race.sql").path
    let result = try Command.run(
      [Contend.optimised, "prove", path, "--seed", "1", "--budget", "2min", "--json", "-", "-q"])
    let document = try JSONDecoder().decode(ResultDocument.self, from: Data(result.output.utf8))
    #expect(document.control.reproduced)
    let expected = try #require(Self.verdicts[name])
    #expect(document.fixes.map(\.name) == expected.map(\.key))
    for (fix, (_, verdict)) in zip(document.fixes, expected) {
      // How much rarer a failure has become is a matter of rounds.
      let judged = fix.verdict == .reduced ? .notFixed : fix.verdict
      #expect(judged == verdict, "\(fix.name): \(fix.reasons)")
      #expect(fix.meetsExpectation, "\(fix.name) expects something else in its file")
    }
    #expect(document.exitCode == 0, "\(result.errors)")
  }
}
