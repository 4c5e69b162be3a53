import Contend
import Testing

/// The application's own code under every interleaving of two workers.
@Suite struct JobQueueTests {
  private static func race(skipsLocked: Bool) -> Race {
    Race(
      #"""
      \scenario job-queue "Two workers take the same job"
      \setup
      CREATE TABLE jobs (id int PRIMARY KEY, status text NOT NULL);
      CREATE TABLE runs (job_id int NOT NULL, worker int NOT NULL);
      INSERT INTO jobs VALUES (1, 'open'), (2, 'open');
      \invariant once "no job runs twice"
      SELECT job_id FROM runs GROUP BY job_id HAVING count(*) > 1;
      """#,
      .buggy { call in
        let queue = JobQueue(database: call, skipsLocked: skipsLocked)
        if try await queue.work() == nil { try call.reject("nothing_to_do") }
      })
  }

  @Test func `without a lock two workers take the same job`() async throws {
    let report = try await Self.race(skipsLocked: false).explore()
    #expect(report.failures.contains("invariant:once"))
    #expect(report.anomaly == .doubleProcessing, "\(report)")
  }

  @Test func `workers that skip what is locked never do, in any interleaving`() async throws {
    let report = try await Self.race(skipsLocked: true).explore()
    #expect(report.failures == [], "\(report)")
    #expect(report.isComplete == true)
  }
}
