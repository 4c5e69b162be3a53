import ContendModel
import ContendPostgres

/// What a call has around it: its connections, what the harness provides, and time.
///
/// Nil and false mean that the call's deadline has passed.
protocol CallHost: AnyObject {
  /// Another call of the client begins.
  func beginCall()
  /// Another attempt of the call begins.
  func beginAttempt()
  func isInTransaction(_ connection: String) -> Bool
  /// - Parameter isCleanup: no deadline bounds it.
  func execute(_ request: Request, on connection: String, isCleanup: Bool) async -> Response?
  /// - Parameter isCleanup: the call gives back what it holds, and no deadline bounds that.
  func perform(_ operation: ResourceOperation, isCleanup: Bool) async -> ResourceAnswer?
  func pause(_ duration: Duration) async -> Bool
  /// What follows is bounded by a time of its own too, within those it is bounded by already; nil takes the
  /// last of them away.
  func limit(_ limit: Duration?)
  /// The deadline that passed was the whole call's.
  var isOutOfTime: Bool { get }
  /// The client was killed meanwhile: how its call ended.
  var death: Outcome? { get }
  /// The call is given up where it stands: rolls back what is open and gives everything back.
  func abandon() async
}

extension CallHost {
  var death: Outcome? { nil }
  func limit(_ limit: Duration?) {}
}

/// One connection and nothing else: for programs that use nothing else, and for the harness itself.
final class PlainHost: CallHost {
  private let session: any Session
  private let clock: any CallClock

  init(_ session: any Session, clock: any CallClock) {
    self.session = session
    self.clock = clock
  }

  func beginCall() {}
  func beginAttempt() {}
  func isInTransaction(_ connection: String) -> Bool { session.isInTransaction }
  var isOutOfTime: Bool { false }

  func execute(_ request: Request, on connection: String, isCleanup: Bool) async -> Response? {
    await session.execute(request)
  }

  func perform(_ operation: ResourceOperation, isCleanup: Bool) async -> ResourceAnswer? {
    .refused("'\(operation)' has nothing to act on here")
  }

  func pause(_ duration: Duration) async -> Bool {
    await clock.pause(duration)
    return true
  }

  func abandon() async {
    if session.isInTransaction { _ = await session.execute(CallMachine.rollback) }
  }
}
