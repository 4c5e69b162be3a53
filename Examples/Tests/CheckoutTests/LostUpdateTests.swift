import Contend
import Testing

@Test func `the hotfix eliminates the lost update`() async throws {
  let race = Race(
    #"""
    \scenario lost-update "Checkout decrements stock by read-modify-write"
    \setup
    CREATE TABLE inventory (sku text PRIMARY KEY, stock int NOT NULL);
    INSERT INTO inventory VALUES ('A-1', 100);
    \invariant conserved "what was sold plus what is left is what we started with"
    SELECT stock FROM inventory
     WHERE stock + (SELECT count(*) FROM calls WHERE outcome = 'ok') <> 100;
    """#,
    .buggy { call in
      try await call.transaction {
        let stock: Int = try await call.value("SELECT stock FROM inventory WHERE sku = 'A-1'")
        try await call.execute("UPDATE inventory SET stock = \(stock - 1) WHERE sku = 'A-1'")
      }
    },
    .fix("atomic") { call in
      try await call.execute("UPDATE inventory SET stock = stock - 1 WHERE sku = 'A-1'")
    })
  let report = try await race.prove()
  #expect(report.anomaly == .lostUpdate)
  #expect(report["atomic"]?.verdict == .eliminatedProved, "\(report)")
}
