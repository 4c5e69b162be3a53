import ContendModel

/// One directive of the language: a new one is a file with its `static let` and a line in `all`.
struct Directive: Sendable {
  typealias Parse = @Sendable (inout Arguments, ScenarioBuilder) throws(Diagnostic) -> Void

  let name: String
  /// How it is written, for hints.
  let usage: String
  let places: [Place]
  /// Of `\endif` and its like: the directive it belongs to.
  let closes: String?
  let parse: Parse

  init(_ name: String, _ usage: String, in places: [Place], closes: String? = nil, parse: @escaping Parse) {
    self.name = name
    self.usage = usage
    self.places = places
    self.closes = closes
    self.parse = parse
  }
}

/// Where a directive can stand.
enum Place: Sendable {
  case header
  case setup
  /// The body of a variant or role.
  case body
  case migration
  case finally
  case invariant

  /// Where one goes to get there.
  var description: String {
    switch self {
    case .header: "the header, before the first section"
    case .setup: "'\\setup'"
    case .body: "the body of a '\\variant' or '\\fix'"
    case .migration: "'\\migration'"
    case .finally: "'\\finally'"
    case .invariant: "an '\\invariant' section"
    }
  }

  static let everywhere: [Place] = [.header, .setup, .body, .migration, .finally, .invariant]
  static let judging: [Place] = [.header, .invariant]
  static let program: [Place] = [.body, .finally]
}

extension Directive {
  static let all: [Directive] = [
    // Header
    .scenario, .symptom, .expect, .param, .draw, .load, .explore, .sweep, .profile,
    // Header or variant
    .pool, .net, .deadline, .isolation,
    // Sections
    .setup, .include, .variant, .fix, .role, .invariant,
    .migration, .endmigration, .finally, .endfinally, .body, .endbody, .paste,
    // Judging
    .never, .allow, .threshold, .atomic, .partition, .leaves,
    // Statements
    .bind, .gset, .aset,
    // Control flow
    .set, .unset, .if, .elif, .else, .endif, .for, .endfor, .while, .endwhile,
    .try, .catch, .endtry, .retry, .endretry, .reject, .fail, .return, .say,
    // Outside the database
    .call, .acquire, .use, .release, .disconnect, .kv, .sleep, .wait,
  ]

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  static func named(_ name: String) -> Directive? { byName[name] }
  static let names = all.map(\.name)
}
