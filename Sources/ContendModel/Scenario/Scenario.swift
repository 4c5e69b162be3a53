/// A concurrency failure, its candidate fixes and what tells right from wrong: one scenario file.
public struct Scenario: Hashable, Sendable {
  public var name: String
  public var title: String
  public var location: SourceLocation
  public var symbols = Symbols()
  public var symptom: Symptom?
  /// The class the buggy variant must be classified as.
  public var expectedClass: AnomalyClass?
  public var parameters: [Parameter] = []
  public var draws: [Draw] = []
  public var load = Load()
  public var exploreScope = ExploreScope()
  public var sweeps: [Sweep] = []
  public var profiles: [Profile] = []
  public var conditions = Conditions()
  public var setup: [Statement] = []
  /// `before`, `buggy` and the fixes, in the order of the file.
  public var variants: [Variant] = []
  public var invariants: [Invariant] = []
  /// What runs after all clients are done and before the invariants.
  public var finally: [Step] = []
  public var judging = Judging()
  /// A pgbench script: `\gset` and `\aset` follow pgbench.
  public var isPgbench = false

  public init(name: String, title: String, location: SourceLocation) {
    self.name = name
    self.title = title
    self.location = location
  }

  /// The control: the variant that has the bug.
  public var buggy: Variant? { variants.first { $0.kind == .buggy } }
  public var fixes: [Variant] { variants.filter { $0.kind == .fix } }

  public func variant(named name: String) -> Variant? { variants.first { $0.name == name } }
}

/// What the incident looked like from outside; triage matches it.
public struct Symptom: Hashable, Sendable {
  public var sqlState: String?
  public var message: String?
  public var frame: String?

  public init(sqlState: String? = nil, message: String? = nil, frame: String? = nil) {
    self.sqlState = sqlState
    self.message = message
    self.frame = frame
  }
}

/// `\param NAME VALUE`: a constant that `--param` overrides.
public struct Parameter: Hashable, Sendable {
  public var variable: Variable
  public var value: Value
  public var location: SourceLocation

  public init(variable: Variable, value: Value, location: SourceLocation) {
    self.variable = variable
    self.value = value
    self.location = location
  }
}

/// `\draw NAME EXPR`: a value drawn anew, from the seed, for every call.
public struct Draw: Hashable, Sendable {
  public var variable: Variable
  public var expression: Expression
  public var location: SourceLocation

  public init(variable: Variable, expression: Expression, location: SourceLocation) {
    self.variable = variable
    self.expression = expression
    self.location = location
  }
}

/// The program of one variant: the code before the change, the bug, or a candidate fix.
public struct Variant: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case before
    case buggy
    case fix
  }

  public var kind: Kind
  public var name: String
  public var title: String
  public var location: SourceLocation
  /// What a fix must be judged as; any of them will do.
  public var expected: [VerdictPattern] = [.eliminated]
  /// The class that the failure of a fix must have, where it says one.
  package var expectedClass: AnomalyClass?
  /// Without `\role` there is one role, named `client`.
  public var roles: [Role] = []
  public var migration: [Statement] = []
  /// Replaces the scenario's own where it is present.
  public var finally: [Step]?
  /// The scenario's conditions with this variant's on top.
  public var conditions = Conditions()
  public var thresholds: [Threshold] = []
  /// What the serial-order oracle compares, where this variant says so itself.
  package var atomicity: SerialUnits?
  /// Tables that the buggy variant writes and this one need not, since that work goes elsewhere.
  package var leaves: [String] = []

  public init(kind: Kind, name: String, title: String, location: SourceLocation) {
    self.kind = kind
    self.name = name
    self.title = title
    self.location = location
  }
}

extension Variant {
  /// The class that a failure of this variant must have: the scenario's is asked of the buggy one only.
  package func expectedFailure(in scenario: Scenario) -> AnomalyClass? {
    kind == .buggy ? scenario.expectedClass : expectedClass
  }
}

/// One kind of client and what each of its calls does.
public struct Role: Hashable, Sendable {
  /// The role of a variant that names none.
  public static let defaultName = "client"

  public var name: String
  /// Clients of this role in explore, and its share in stress.
  public var clients: Int
  /// `clients=1!`: never scaled.
  public var isFixed: Bool
  /// What the serial-order oracle takes for one unit, where this role says so itself.
  package var atomicity: Atomicity?
  public var body: [Step]
  public var location: SourceLocation

  public init(
    name: String, clients: Int = 1, isFixed: Bool = false, body: [Step], location: SourceLocation
  ) {
    self.name = name
    self.clients = clients
    self.isFixed = isFixed
    self.body = body
    self.location = location
  }
}

/// `\invariant NAME "…"`: one query that returns the violating rows; none means it holds.
public struct Invariant: Hashable, Sendable {
  public var name: String
  public var title: String
  public var query: Statement
  public var location: SourceLocation

  public init(name: String, title: String, query: Statement, location: SourceLocation) {
    self.name = name
    self.title = title
    self.query = query
    self.location = location
  }
}
