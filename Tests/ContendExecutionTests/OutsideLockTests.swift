import ContendModel
import ContendPostgres
import Testing

@testable import ContendExecution

struct OutsideLockTests {
  private let trial = Trial(clients: 2, stepTimeout: .milliseconds(700))

  @Test func `a lock from outside that outlasts a round ends the run, and is named`() async throws {
    try await trial.withArm("BEGIN;\nSELECT pg_advisory_xact_lock(42);\nCOMMIT;") { arm in
      let settings = arm.database.clientSettings(isolation: nil).with("application_name", "psql of ann")
      let stranger = try await Connection.open(settings, on: arm.loop)
      defer { stranger.close() }
      _ = await stranger.batch("SELECT pg_advisory_lock(42)")
      let fault = await #expect(throws: OutsideLock.self) {
        try await arm.run(round: 1, stopSignal: StopSignal())
      }
      #expect(fault?.description.contains("psql of ann") == true, "\(fault?.description ?? "")")
      _ = await stranger.batch("SELECT pg_advisory_unlock(42)")
      let history = try await arm.run(round: 2, stopSignal: StopSignal())
      #expect(history?.calls.map(\.outcome) == [.ok, .ok])
    }
  }

  @Test func `a lock of another client that outlasts a round is the program's own`() async throws {
    let history = try await trial.round("BEGIN;\nSELECT pg_advisory_xact_lock(42);\nSELECT pg_sleep(60);")
    #expect(history.stuck.map(\.name).sorted() == ["client1", "client2"], "\(history.stuck)")
  }
}
