import ContendModel

/// A kind of conflict: what of a schema it needs, and scenes in which statements run into each other.
struct RichTheme: Sendable {
  let name: String
  let schema: String
  /// Tables whose locks tell who is at work: an order that changes no row shows there.
  var probed = ["plain"]
  /// What writes down, when all clients are done, what the rows themselves do not show.
  var finish = ""
  /// The number of them is the same for all keys, and so are those of their statements.
  let scenes: @Sendable (RichKeys) -> [RichScene]

  /// What every program has: rows to meet at, a ledger for further connections, and a place for `\finally`.
  static let base = """
    CREATE TABLE plain (id int PRIMARY KEY, v int NOT NULL);
    INSERT INTO plain VALUES (1, 1), (2, 2);
    CREATE TABLE ledger (id int PRIMARY KEY, v int NOT NULL);
    INSERT INTO ledger VALUES (1, 1), (2, 2);
    CREATE TABLE told (what text NOT NULL, one text NOT NULL, other text NOT NULL);

    """

  static let all: [RichTheme] = [
    .rows, .compound, .exceptions, .dynamic, .computed, .policies, .triggers, .rules, .partitions, .sequences,
    .keys, .ranges, .cascades, .deferred, .attempts, .serverState, .clock, .tables, .handles, .channels,
    .definitions,
  ]

  /// Mostly one, for clients that do different things do not meet; programs in a row have each of them.
  ///
  /// Plain rows beside something else: what depends on everything shows nothing of the events around it.
  static func some(_ number: Int, _ random: inout RandomStream) -> [RichTheme] {
    let first = all[number % all.count]
    guard random.isLikely(0.4) else { return [first] }
    let second = random.isLikely(0.6) ? rows : random.pick(all)
    return first.name == second.name ? [first] : [first, second]
  }
}

/// Statements about the same few rows, locks or numbers. Each SQL statement is on one line, with what the
/// client says of it on the next ones.
struct RichScene: Sendable {
  var reads: [String]
  var changes: [String]
}

/// What a program's clients have in common: who never meets anybody shows nothing, however rich a language
/// he speaks.
struct RichRepertoire: Sendable {
  let themes: [RichTheme]
  private let scenes: [(theme: RichTheme, place: Int)]
  private let id: Int

  init(_ themes: [RichTheme], _ random: inout RandomStream) {
    self.themes = themes
    id = Int.random(in: 1...2, using: &random)
    let keys = RichKeys(who: "a", id: 1, other: 1, number: 1)
    scenes = themes.map { ($0, Int.random(in: 0..<$0.scenes(keys).count, using: &random)) }
  }

  /// - Parameter reads: how likely it is a read.
  func statement(of who: String, _ number: Int, reads: Double, _ random: inout RandomStream) -> String {
    let keys = RichKeys(
      who: who, id: random.isLikely(0.92) ? id : 3 - id, other: random.pick([id, id, 3, 3 - id]),
      number: number)
    let (theme, place) = random.pick(scenes)
    let scene = theme.scenes(keys)[place]
    guard random.isLikely(reads) else { return random.pick(scene.changes) }
    return random.isLikely(0.25) ? probe(random.pick(theme.probed), &random) : random.pick(scene.reads)
  }

  private func probe(_ table: String, _ random: inout RandomStream) -> String {
    random.pick([
      counted("SELECT FROM \(table) FOR UPDATE SKIP LOCKED"),
      counted("SELECT FROM \(table) FOR SHARE SKIP LOCKED"),
      caught("SELECT FROM \(table) FOR UPDATE NOWAIT;"),
    ])
  }
}

/// What a statement is about.
struct RichKeys: Sendable {
  /// The client's role.
  let who: String
  /// Of a row that is there.
  let id: Int
  /// Of one that may be.
  let other: Int
  /// No other statement of the client has it.
  let number: Int
  /// No other statement at all has it: who adds it shows that he was there, and when.
  var mark: Int { (who.utf8.first.map { Int($0) } ?? 0) % 10 * 10 + number }
}

/// A query whose column `x` the client says.
func told(_ query: String) -> String { "\(query) \\gset\n\\say :x" }

/// A change of which the client says how many rows it was.
func counted(_ change: String) -> String { "\(change);\n\\say :ROW_COUNT" }

/// A statement whose error the client says, and goes on.
func caught(_ statement: String) -> String {
  "\\try 22, 23, 2D, 40, 42, 55, P0\n\(statement)\n\\catch\n\\say :SQLSTATE\n\\endtry"
}
