/// One step of a body.
public struct Step: Hashable, Sendable {
  public var action: Action
  public var location: SourceLocation

  public init(_ action: Action, at location: SourceLocation) {
    self.action = action
    self.location = location
  }

  public indirect enum Action: Hashable, Sendable {
    case statement(Statement)
    case set(Variable, Expression)
    /// `\unset NAME`
    case unset(Variable)
    /// `\if … \elif … \else … \endif`
    case branch([Branch], otherwise: [Step])
    case forEach(Variable, in: Expression, body: [Step])
    case loop(while: Expression, max: Expression, body: [Step])
    case attempt(catching: [ErrorPattern], body: [Step], handler: [Step])
    case retry(RetryPolicy, body: [Step])
    case end(CallEnding)
    /// `\say`: what the user was told.
    case say(TextTemplate)
    case service(ServiceCall)
    case acquire(connection: String, direct: Bool)
    case use(connection: String)
    case release(connection: String?)
    /// The connection ends, and with it what it has open at the server.
    case disconnect(connection: String?)
    /// `\deadline` within `\try`: bounds what follows in that body.
    case deadline(Duration)
    case keyValue(KeyValueAction)
    case sleep(DurationExpression)
    case wait(channel: String)
    /// What a program in Swift asks for, step by step.
    case swift(SwiftBody)
  }
}

/// One `\if` or `\elif` with its body.
public struct Branch: Hashable, Sendable {
  public var condition: Expression
  public var location: SourceLocation
  public var body: [Step]

  public init(condition: Expression, location: SourceLocation, body: [Step]) {
    self.condition = condition
    self.location = location
    self.body = body
  }
}

/// How `\reject`, `\fail` and `\return` end a call; a program in Swift throws it.
public enum CallEnding: Error, Hashable, Sendable {
  case rejected(reason: String)
  case failed(reason: String)
  case ok
}

/// Errors that `\try` and `\retry` name: an SQLSTATE, a class of them by its first two characters,
/// or a time-out.
public enum ErrorPattern: Hashable, Sendable {
  case sqlState(String)
  case sqlStateClass(String)
  case timeout
  case poolTimeout
}

/// How `\retry on … max N backoff a..b` repeats a body.
public struct RetryPolicy: Hashable, Sendable {
  public var errors: [ErrorPattern]
  /// Attempts in all, the first included.
  public var maxAttempts: Int
  public var backoff: ClosedRange<Duration>

  public init(errors: [ErrorPattern], maxAttempts: Int, backoff: ClosedRange<Duration>) {
    self.errors = errors
    self.maxAttempts = maxAttempts
    self.backoff = backoff
  }
}

/// Text in which `:name` is replaced by the variable's value.
public struct TextTemplate: Hashable, Sendable {
  public enum Segment: Hashable, Sendable {
    case text(String)
    case variable(Variable)
  }

  public var segments: [Segment]

  public init(segments: [Segment]) { self.segments = segments }
}

/// A duration that may be computed: `40ms`, or an expression times a unit.
public struct DurationExpression: Hashable, Sendable {
  public var amount: Expression
  public var unit: Duration

  public init(amount: Expression, unit: Duration) {
    self.amount = amount
    self.unit = unit
  }
}

/// `\call NAME duration [limit=K] [per=EXPR]`: a service outside the database.
public struct ServiceCall: Hashable, Sendable {
  public var name: String
  public var latency: DurationExpression
  public var limit: Int?
  public var per: Expression?

  public init(name: String, latency: DurationExpression, limit: Int?, per: Expression?) {
    self.name = name
    self.latency = latency
    self.limit = limit
    self.per = per
  }
}

/// What `\kv` does with the key-value store.
public enum KeyValueAction: Hashable, Sendable {
  case get(key: Expression, into: Variable?)
  case set(key: Expression, value: Expression, ttl: Duration?, onlyIfAbsent: Bool, into: Variable?)
  case delete(key: Expression)
  case increment(key: Expression, into: Variable?)
}
