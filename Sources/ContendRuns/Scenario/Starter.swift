import ContendLanguage
import ContendModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Commented scenario files to begin with; each passes `check` and runs as it is.
package enum Starter {
  /// Why no starter was written.
  package enum Fault: Error, CustomStringConvertible {
    case badName(String)
    case empty(String)
    case exists(String)
    case unreadable(String)
    case unusable(String, [String])
    case unwritable(String)

    package var description: String {
      switch self {
      case .badName(let name):
        "'\(name)' is not a name for a scenario: letters, digits and dashes, as in lost-update"
      case .empty(let path):
        "\(path) is empty; pgbench prints its own scripts on standard error: "
          + "pgbench --show-script=tpcb-like 2> \(path)"
      case .exists(let path): "\(path) exists already; choose another name or remove it"
      case .unreadable(let path): "cannot read \(path)"
      case .unusable(let path, let messages):
        "\(path) cannot become a scenario:\n\(messages.joined(separator: "\n"))"
      case .unwritable(let path): "cannot write \(path)"
      }
    }
  }

  /// Writes `NAME.race.sql` into the working folder and returns its path.
  package static func write(_ name: String, pgbench: String?, setup: String?) throws(Fault) -> String {
    let path = name + ScenarioFile.ending
    let isName = !name.isEmpty && name.utf8.allSatisfy { isNameByte($0) }
    guard isName else { throw .badName(name) }
    guard !FileManager.default.fileExists(atPath: path) else { throw .exists(path) }
    let text =
      try pgbench.map { script throws(Fault) in
        try wrapped(script, name: name, setup: setup)
      } ?? template(name)
    guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
      throw .unwritable(path)
    }
    return path
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func read(_ path: String) throws(Fault) -> String {
    guard let data = FileManager.default.contents(atPath: path),
      let text = String(bytes: data, encoding: .utf8)
    else { throw .unreadable(path) }
    return text
  }

  /// A pgbench script as the body of the buggy variant.
  private static func wrapped(_ script: String, name: String, setup: String?) throws(Fault) -> String {
    let body = try read(script)
    guard body.contains(where: { !$0.isWhitespace }) else { throw .empty(script) }
    let tables =
      try setup.map { path throws(Fault) in try read(path) }
      ?? (body.contains("pgbench_") ? pgbenchTables : missingTables)
    let result = ScenarioParser.parsePgbench(script: body, setup: nil, file: script)
    guard let scenario = result.scenario else {
      throw .unusable(script, result.diagnostics.map(\.description))
    }
    let parameters = scenario.parameters.map { parameter in
      "\\param    \(scenario.symbols[parameter.variable]) \(constantText(of: parameter.value))"
    }
    return """
      -- Made from the pgbench script \(script).
      \\scenario \(name) "What goes wrong, in a few words"
      \(parameters.joined(separator: "\n"))
      \\load     clients=10 calls=10
      \\explore  clients=2 calls=1
      -- Errors and invariants tell what a failure is. Without this line, an outcome that no serial order of
      -- the calls gives is one as well.
      \\atomic   none

      \\setup
      \(ScenarioParser.withSemicolons(pgbench: tables))

      \\variant buggy "the script as it is"
      \(ScenarioParser.withSemicolons(pgbench: body))

      -- A fix is judged beside it:
      -- \\fix my-fix "what it does"
      -- ...

      -- An invariant returns the violating rows: none means it holds.
      -- \\invariant conserved "what must always be true"
      -- SELECT ... WHERE ...;

      """
  }

  private static let missingTables = """
    -- Create and fill the tables that the script uses:
    -- CREATE TABLE item (id int PRIMARY KEY, stock int NOT NULL);
    """

  /// What `pgbench -i` makes.
  private static let pgbenchTables = """
    CREATE TABLE pgbench_branches (bid int PRIMARY KEY, bbalance int, filler char(88));
    CREATE TABLE pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int, filler char(84));
    CREATE TABLE pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84));
    CREATE TABLE pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
    INSERT INTO pgbench_branches (bid, bbalance) VALUES (1, 0);
    INSERT INTO pgbench_tellers (tid, bid, tbalance) SELECT n, 1, 0 FROM generate_series(1, 10) n;
    INSERT INTO pgbench_accounts (aid, bid, abalance) SELECT n, 1, 0 FROM generate_series(1, 100000) n;
    """

  private static func template(_ name: String) -> String {
    """
    -- What happened, since when, and how it showed. Lines that begin with a backslash are directives;
    -- everything else is SQL, as it is in the application.
    \\scenario \(name) "What goes wrong, in a few words"

    -- Constants, which a run can override, and values drawn anew for every call.
    \\param    start 100
    \\draw     amount random(1, 10)

    -- Stress: rounds of 20 clients that run free, one call each. Explore: every interleaving of two.
    \\load     clients=20 calls=1
    \\explore  clients=2 calls=1

    \\setup
    CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL);
    INSERT INTO account VALUES (1, :start);

    -- The program with the bug. \\gset turns the columns of the one row into variables.
    \\variant buggy "read, compute in the application, write back"
    BEGIN;
    SELECT balance AS old FROM account WHERE id = 1  \\gset
    \\set new :old + :amount
    UPDATE account SET balance = :new WHERE id = 1;
    COMMIT;

    -- Each candidate is judged beside the bug. One that is wrong on purpose says so: \\expect not_fixed
    \\fix atomic "the database computes"
    UPDATE account SET balance = balance + :amount WHERE id = 1;

    -- An invariant returns the violating rows: none means it holds. The relation calls has what the
    -- clients were told: outcome, reason, vars and more.
    \\invariant conserved "what was acknowledged is what the database holds"
    SELECT a.balance, c.added
      FROM account a,
           (SELECT coalesce(sum((vars->>'amount')::int), 0) AS added FROM calls WHERE outcome = 'ok') c
     WHERE a.balance <> :start + c.added;

    """
  }
}
