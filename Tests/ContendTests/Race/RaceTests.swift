import Contend
import ContendRuns
import Testing

/// Programs in Swift against the same programs in a scenario file.
@Suite struct RaceTests {
  private static let text = #"""
    \scenario stock "Stock is decremented"
    \draw qty random(1, 3)
    \setup
    CREATE TABLE inventory (sku text PRIMARY KEY, stock int NOT NULL);
    INSERT INTO inventory VALUES ('A-1', 100);
    \invariant conserved "what was sold plus what is left is what we started with"
    SELECT stock FROM inventory
     WHERE stock + (SELECT coalesce(sum((vars->>'qty')::int), 0) FROM calls WHERE outcome = 'ok') <> 100;
    """#

  private static let buggy = Race.Variant.buggy { call in
    let qty: Int = try call.variable("qty")
    try await call.transaction {
      let stock: Int = try await call.value("SELECT stock FROM inventory WHERE sku = 'A-1'")
      if stock < qty { try call.reject("out_of_stock") }
      try await call.execute("UPDATE inventory SET stock = \(stock - qty) WHERE sku = 'A-1'")
    }
  }

  @Test func `a program in Swift is explored as the same one in a file`() async throws {
    let written = Race(
      Self.text + #"""

        \variant buggy
        BEGIN;
        SELECT stock FROM inventory WHERE sku = 'A-1' \gset
        \if :stock < :qty
          \reject out_of_stock
        \endif
        \set left :stock - :qty
        UPDATE inventory SET stock = :left WHERE sku = 'A-1';
        COMMIT;
        """#)
    let swift = try await Race(Self.text, Self.buggy).explore()
    let file = try await written.explore()
    #expect(swift.anomaly == .lostUpdate)
    #expect(swift.isComplete == true)
    #expect(swift.schedules == file.schedules)
    #expect(swift.failures == file.failures)
    #expect(swift.schedule?.prefix { $0 != "." } == file.schedule?.prefix { $0 != "." })
  }

  @Test func `fixes in Swift are judged by proof and by stress`() async throws {
    let race = Race(
      Self.text, Self.buggy,
      .fix("atomic") { call in
        let qty: Int = try call.variable("qty")
        let sold = try await call.execute(
          "UPDATE inventory SET stock = stock - \(qty) WHERE sku = 'A-1' AND stock >= \(qty)")
        if sold.affected == 0 { try call.reject("out_of_stock") }
      },
      .fix("serializable") { call in
        let qty: Int = try call.variable("qty")
        try await call.retry(on: "40001", "40P01", maxAttempts: 50) {
          try await call.transaction(.serializable) {
            let stock: Int = try await call.value("SELECT stock FROM inventory WHERE sku = 'A-1'")
            try await call.execute("UPDATE inventory SET stock = \(stock - qty) WHERE sku = 'A-1'")
          }
        }
      },
      .fix("late-lock") { call in
        let qty: Int = try call.variable("qty")
        try await call.transaction {
          let stock: Int = try await call.value("SELECT stock FROM inventory WHERE sku = 'A-1'")
          try await call.execute("SELECT FROM inventory WHERE sku = 'A-1' FOR UPDATE")
          try await call.execute("UPDATE inventory SET stock = \(stock - qty) WHERE sku = 'A-1'")
        }
      })
    let report = try await race.prove(settings: Race.Settings(budget: .seconds(90)))
    #expect(report.anomaly == .lostUpdate)
    #expect(report["atomic"]?.verdict == .eliminatedProved, "\(report)")
    #expect(report["serializable"]?.verdict == .eliminatedProved, "\(report)")
    #expect(report["late-lock"]?.verdict == .notFixed)
    #expect(report["late-lock"]?.isAsExpected == false)
    #expect(report.exitCode == 1)
  }

  @Test func `the schedule that a report names fails again when it is replayed`() async throws {
    let race = Race(Self.text, Self.buggy)
    let schedule = try #require(try await race.explore().schedule)
    #expect(try await race.replay(schedule).failures.contains("invariant:conserved"))
    #expect(
      "\(try await race.explore())".contains(
        "race.replay(\"\(schedule)\", of: \"buggy\", settings: .init(seed: 1))"))
  }

  @Test func `a text may declare variants whose bodies are in Swift`() async throws {
    let race = Race(
      Self.text + #"""

        \fix versioned "a version column, written by a trigger of the migration"
        \expect not_fixed
        \migration
        ALTER TABLE inventory ADD version int NOT NULL DEFAULT 0;
        \endmigration
        """#,
      Self.buggy,
      .fix("versioned") { call in
        let qty: Int = try call.variable("qty")
        try await call.transaction {
          let row = try #require(try await call.execute("SELECT stock, version FROM inventory").first)
          let (stock, version) = (try row.value("stock") as Int, try row.value("version") as Int)
          try await call.execute(
            "UPDATE inventory SET stock = \(stock - qty), version = \(version + 1) WHERE sku = 'A-1'")
        }
      })
    let report = try await race.prove(settings: Race.Settings(budget: .seconds(60)))
    #expect(report["versioned"]?.isAsExpected == true)
    #expect(report.exitCode == 0)
  }

  @Test func `a scenario file takes further fixes in Swift`() async throws {
    let race = try Race(
      contentsOf: "Scenarios/lost-update.race.sql",
      .fix("mine") { call in
        let (sku, qty) = (try call.variable("sku") as String, try call.variable("qty") as Int)
        let sold = try await call.execute(
          "UPDATE inventory SET stock = stock - \(qty) WHERE sku = \(sku) AND stock >= \(qty)")
        if sold.affected == 0 { try call.reject("out_of_stock") }
      })
    let report = try await race.prove(fixes: ["mine"])
    #expect(report.fixes.map(\.name) == ["mine"])
    #expect(report["mine"]?.verdict == .eliminatedProved, "\(report)")
  }

  @Test func `a sweep tells from which value on a program in Swift fails`() async throws {
    let report = try await Race(Self.text, Self.buggy).sweep(
      over: "clients", values: ["1", "2", "6"], rounds: 10, settings: Race.Settings(budget: .seconds(30)))
    #expect(report.parameter == "clients")
    let curve = try #require(report.curves.first)
    #expect(curve.points.map(\.value) == ["1", "2", "6"])
    #expect(curve.points.first?.failureRate == 0)
    #expect(["2", "6"].contains(curve.onset))
    #expect(curve.growth == .constant)
    #expect(curve.points.allSatisfy { $0.statementsPerCall == 4 })
  }

  @Test func `roles in Swift contend with each other`() async throws {
    let race = Race(
      #"""
      \scenario cancel "An order is cancelled while it is being paid"
      \setup
      CREATE TABLE orders (id int PRIMARY KEY, status text NOT NULL);
      CREATE TABLE payments (order_id int NOT NULL);
      INSERT INTO orders VALUES (1, 'open');
      \invariant unpaid "no cancelled order is paid"
      SELECT id FROM orders JOIN payments ON order_id = id WHERE status = 'cancelled';
      """#,
      .buggy(role: "processor") { call in
        let status: String = try await call.value("SELECT status FROM orders WHERE id = 1")
        if status == "open" { try await call.execute("INSERT INTO payments VALUES (1)") }
      },
      .buggy(role: "admin") { call in
        let paid: Int = try await call.value("SELECT count(*) FROM payments WHERE order_id = 1")
        if paid == 0 { try await call.execute("UPDATE orders SET status = 'cancelled' WHERE id = 1") }
      })
    let report = try await race.explore()
    #expect(report.failures.contains("invariant:unpaid"))
    #expect(report.isComplete == true)
  }
}
