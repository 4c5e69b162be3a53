import ContendModel
import ContendPostgres

/// Which values of the server's own making a program may come across, as far as texts tell.
///
/// What the set-up draws counts as well, but for ids of sequences: it is the same in every run of a
/// lane, and another in each lane.
struct ServerDraws {
  var sequences = false
  var clock = false
  var uuids = false
  /// Digests of nothing but random values, such as `md5(random()::text)`.
  var digests = false
  var transactions = false
  var objects = false
  /// UUIDs, points in time and large numbers that stand in the scenario itself.
  private(set) var known: [String: String] = [:]

  /// Nothing but the program decides what there is in the end.
  var isNone: Bool { !(sequences || clock || uuids || digests || transactions || objects) }

  init(_ program: Program, _ variant: Variant, in scenario: Scenario, _ texts: SchemaTexts) {
    let functions = texts.reachable(from: program.texts).map(\.source)
    let own = program.texts + functions + texts.expressions
    let statements = (scenario.setup + variant.migration).flatMap(\.sql.texts)
    sequences =
      program.isInSwift || own.contains(where: \.insertsRows)
      || (program.texts + functions).contains(where: \.movesSequences)
    let words = Set((own + statements).flatMap(\.sqlWords))
    clock = program.isInSwift || words.contains { $0.isDatabaseClock || clockConstants.contains($0) }
    uuids = program.isInSwift || words.contains(where: \.drawsUUID)
    digests = !program.isInSwift && RandomDigests.areAll(in: own + statements)
    transactions = words.contains(where: \.tellsTransaction)
    objects = words.contains { $0.hasPrefix("lo_") }
    let constants = scenario.parameters.map(\.value) + scenario.draws.flatMap(\.expression.literals)
    for text in own + statements + (constants + variant.literals).compactMap(\.text) {
      for token in DrawnLexicon.tokens(in: text) where token.utf8.count >= 10 { known[token] = token }
    }
  }
}

extension Variant {
  /// Constants that its calls may put into rows.
  fileprivate var literals: [Value] {
    var literals: [Value] = []
    for role in roles {
      role.body.forEachStep { step in
        switch step.action {
        case .set(_, let value), .forEach(_, in: let value, body: _): literals += value.literals
        case .statement(let statement): literals += statement.parameters.flatMap(\.literals)
        default: break
        }
      }
    }
    return literals
  }
}

extension String {
  fileprivate var insertsRows: Bool { sqlWords.contains { ["insert", "merge", "copy"].contains($0) } }
  fileprivate var movesSequences: Bool {
    sqlWords.contains { ["nextval", "setval", "default", "restart"].contains($0) }
  }
}

extension Substring {
  /// A function of PostgreSQL that tells the time of the transaction, the statement or the moment.
  package var isDatabaseClock: Bool { databaseClocks.contains(self) }

  fileprivate var drawsUUID: Bool {
    self == "gen_random_uuid" || hasPrefix("uuid_generate") || self == "uuidv4" || self == "uuidv7"
  }

  fileprivate var tellsTransaction: Bool {
    hasPrefix("txid_") || hasPrefix("pg_current_xact") || hasPrefix("pg_snapshot") || self == "xmin"
      || self == "xmax"
  }
}

private let databaseClocks: Set<Substring> = [
  "now", "clock_timestamp", "statement_timestamp", "transaction_timestamp", "timeofday", "current_timestamp",
  "current_time", "current_date", "localtimestamp", "localtime",
]

/// Constants that mean a day, and a trigger of a contributed module.
private let clockConstants: Set<Substring> = ["today", "tomorrow", "yesterday", "moddatetime"]
