import ContendModel

/// Random small programs on one schema that has what footprints can get wrong: triggers, foreign keys,
/// unique and deferrable keys, checks, predicates, waits, deadlocks, savepoints.
struct RandomProgram {
  static let setup = """
    \\setup
    CREATE TABLE plain (id int PRIMARY KEY, v int NOT NULL);
    CREATE TABLE audited (id int PRIMARY KEY, v int NOT NULL);
    CREATE TABLE item (id int PRIMARY KEY, u int UNIQUE, v int NOT NULL CHECK (v < 4));
    CREATE TABLE parent (id int PRIMARY KEY, n int NOT NULL);
    CREATE TABLE child (id int PRIMARY KEY, parent_id int NOT NULL REFERENCES parent (id), v int NOT NULL);
    CREATE TABLE later (id int PRIMARY KEY, u int, UNIQUE (u) DEFERRABLE INITIALLY DEFERRED);
    CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE plain SET v = v + 10 WHERE id = NEW.id;
      RETURN NEW;
    END $$;
    CREATE TRIGGER audit AFTER UPDATE ON audited FOR EACH ROW EXECUTE FUNCTION audit();
    INSERT INTO plain VALUES (1, 1), (2, 2);
    INSERT INTO audited VALUES (1, 1), (2, 2);
    INSERT INTO item VALUES (1, 1, 1), (2, 2, 2);
    INSERT INTO parent VALUES (1, 0), (2, 0);
    INSERT INTO child VALUES (1, 1, 0);
    INSERT INTO later VALUES (1, 1), (2, 2);

    """

  /// Its clients' bodies.
  let bodies: [String]

  /// - Parameters:
  ///   - number: the first one has two clients.
  ///   - limit: how many orders its events may have.
  init(seed: UInt64, number: Int, limit: Int) {
    var random = RandomStream(seed: seed, path: number)
    var clients: [Client]
    repeat {
      clients = (0..<(number > 1 && Self.isLikely(0.3, &random) ? 3 : 2)).map { _ in Client(&random) }
    } while Self.orders(clients.map(\.events)) > limit
    let themes = Theme.some(&random)
    bodies = clients.map { $0.body(themes, &random) }
  }

  /// The section of a scenario that has this program as a variant.
  func variant(_ heading: String) -> String {
    let roles = zip(["a", "b", "c"], bodies).map { "\\role \($0)\n\($1)" }
    return "\(heading)\n" + roles.joined() + "\n"
  }

  private static func orders(_ events: [Int]) -> Int {
    var orders = 1
    var total = 0
    for count in events {
      for index in 1...count {
        total += 1
        orders = orders * total / index
      }
    }
    return orders
  }

  static func isLikely(_ probability: Double, _ random: inout RandomStream) -> Bool {
    random.unit() < probability
  }
}

/// How one client goes about its statements.
private struct Client {
  var isTransaction: Bool
  var statements: Int
  var hasSavepoint: Bool
  var rollsBack: Bool

  init(_ random: inout RandomStream) {
    isTransaction = RandomProgram.isLikely(0.7, &random)
    statements = Int.random(in: 1...(isTransaction ? 4 : 3), using: &random)
    hasSavepoint = isTransaction && RandomProgram.isLikely(0.15, &random)
    rollsBack = isTransaction && RandomProgram.isLikely(0.08, &random)
  }

  /// Events without any reduction, as far as they are known beforehand.
  var events: Int { statements + (isTransaction ? 2 : 0) + (hasSavepoint ? 2 : 0) }

  func body(_ themes: [Theme], _ random: inout RandomStream) -> String {
    var lines = isTransaction ? ["BEGIN;"] : []
    for index in 1...statements {
      let statement = (themes.randomElement(using: &random) ?? .rows).statement(&random)
      if hasSavepoint, index == statements {
        lines += ["SAVEPOINT s;", "\\try 23, 40", statement, "\\catch", "ROLLBACK TO s;", "\\endtry"]
      } else {
        lines.append(statement)
      }
    }
    if isTransaction { lines.append(rollsBack ? "ROLLBACK;" : "COMMIT;") }
    return lines.joined(separator: "\n") + "\n"
  }
}
