package import ContendModel
import ContendPostgres
package import ContendSQL

/// What is known of a variant's program beforehand, and what is met as it runs.
///
/// An exploration that meets something that it did not know of begins again: which statements are events,
/// and what has to be done before each run, hangs on it.
package struct Knowledge: Sendable {
  /// What any statement of the program may do.
  package var hazards: Hazards = []
  /// The isolation levels of its transactions.
  package var levels: Set<IsolationLevel> = []
  /// BEGIN and what sets something for the transaction are no events of their own.
  var fusesBegin = true
  var majorVersion = 0
  private var vocabulary = Vocabulary()

  package init() {}

  init(_ variant: Variant, vocabulary: Vocabulary, fusesBegin: Bool, majorVersion: Int) {
    self.vocabulary = vocabulary
    self.fusesBegin = fusesBegin
    self.majorVersion = majorVersion
    for role in variant.roles {
      role.body.forEachStatement { statement in
        hazards.formUnion(self.hazards(of: statement.sql.texts.joined(separator: " "), statement.kind))
      }
      // What a program in Swift sends is known only once it has been sent.
      if !role.body.swiftBodies.isEmpty { hazards.formUnion([.session]) }
    }
  }

  /// Time-outs and levels are set in ways that a statement's text does not tell: the server is asked.
  var asks: Bool { !hazards.isDisjoint(with: [.timeOuts, .isolation]) }

  /// Sessions have to be made as new before each run.
  package var refreshesSessions: Bool { hazards.contains(.session) }
  package var replacesSessions: Bool { hazards.contains(.lastingSession) }

  /// What it reads may be of the server, and so of others than its clients.
  package var mayReadServerState: Bool { hazards.contains(.untraceable) }

  /// BEGIN is sent with the statement after it, where nobody can tell nor has to ask in between.
  var sendsBeginAlong: Bool { fusesBegin && !asks && !hazards.contains(.clock) }

  func sleeps(_ request: Request) -> Bool { vocabulary.reach(of: request.sql).hazards.contains(.sleeps) }

  /// What a statement may do; the level that a BEGIN names is read from it anyway.
  func hazards(of sql: String, _ kind: StatementKind) -> Hazards {
    let found = vocabulary.reach(of: sql).hazards
    return kind == .begin ? found.subtracting(.isolation) : found
  }

  /// The same with what was met elsewhere.
  package func adding(_ other: Knowledge) -> Knowledge {
    var sum = self
    sum.hazards.formUnion(other.hazards)
    sum.levels.formUnion(other.levels)
    return sum
  }

  /// Whether the other knows of nothing more.
  package func covers(_ other: Knowledge) -> Bool {
    hazards.isSuperset(of: other.hazards.intersection(Self.decisive))
  }

  /// What runs go by.
  private static let decisive: Hazards = [
    .clock, .session, .lastingSession, .timeOuts, .isolation, .definition, .newCode,
  ]
}
