import Contend

/// How a worker takes its next job: code of an application, written against a database connection.
struct JobQueue {
  var database: Call
  /// Skip what another worker has locked.
  var skipsLocked: Bool

  /// Takes one job and marks it done; nil where there is none left.
  func work() async throws -> Int? {
    try await database.transaction {
      let lock = skipsLocked ? " FOR UPDATE SKIP LOCKED" : ""
      let job: Int? = try await database.optional(
        "SELECT id FROM jobs WHERE status = 'open' ORDER BY id LIMIT 1\(unsafe: lock)")
      guard let job else { return nil }
      let worker: Int = try database.variable("client_id")
      try await database.execute("INSERT INTO runs VALUES (\(job), \(worker))")
      try await database.execute("UPDATE jobs SET status = 'done' WHERE id = \(job)")
      return job
    }
  }
}
