/// A body written in Swift: its own logic says which step comes next.
///
/// What its steps are is known only once they have been run, so what matters beforehand is either
/// declared (`uses`) or remembered as it is met (`met`).
public final class SwiftBody: Hashable, Sendable {
  public typealias Program = @Sendable (any StepRunner) async throws -> Void

  /// What has to be there before the first call.
  public struct Uses: Hashable, Sendable {
    /// Connections beside `main`, by name.
    public var connections: Set<String>
    /// It waits for a NOTIFY.
    public var notifications: Bool

    public init(connections: Set<String> = [], notifications: Bool = false) {
      self.connections = connections
      self.notifications = notifications
    }
  }

  /// What its statements turned out to do.
  public struct Met: Hashable, Sendable {
    /// The isolation levels they named.
    public var levels: Set<IsolationLevel> = []
    /// They created, altered or dropped something.
    public var changesSchema = false
    /// They named the function that ends sessions.
    public var endsSessions = false

    public init() {}
  }

  public let program: Program
  public let uses: Uses
  private let seen = Lock(Met())

  public init(uses: Uses, program: @escaping Program) {
    self.uses = uses
    self.program = program
  }

  /// What its statements turned out to do so far, in any run.
  public var met: Met { seen.withLock { $0 } }

  public func note(_ update: (inout Met) -> Void) { seen.withLock { update(&$0) } }

  public static func == (left: SwiftBody, right: SwiftBody) -> Bool { left === right }

  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// Runs the steps of one call for a body written in Swift.
///
/// Lives on the loop of its client; one step at a time.
public protocol StepRunner: AnyObject {
  /// Whether the caller is where the call runs, and no other step of it is under way.
  var isAtHand: Bool { get }
  /// What the last statement brought.
  var rows: RowSet { get }
  /// What the key-value store last answered.
  var answer: Value? { get }
  /// A variable of the call: a parameter, a draw, or one that its program has set; nil is unset.
  subscript(name: String) -> Value? { get set }

  /// Throws a `CallError` that the program may handle, or a `Diagnostic` that ends the run.
  func run(_ action: Step.Action, at location: SourceLocation) async throws

  /// Runs `attempt` again, from where the call stood, as `\retry` does.
  func retry<Result>(_ policy: RetryPolicy, _ attempt: () async throws -> Result) async throws -> Result
}

/// The rows that a statement brought, as values.
public struct RowSet: Hashable, Sendable {
  public var columns: [String]
  public var rows: [[Value]]
  /// Rows affected or returned.
  public var affected: Int

  public init(columns: [String] = [], rows: [[Value]] = [], affected: Int = 0) {
    self.columns = columns
    self.rows = rows
    self.affected = affected
  }
}

extension [Step] {
  /// The bodies in Swift among them.
  public var swiftBodies: [SwiftBody] {
    var bodies: [SwiftBody] = []
    forEachStep { step in if case .swift(let body) = step.action { bodies.append(body) } }
    return bodies
  }
}
