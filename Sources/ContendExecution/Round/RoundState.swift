import ContendModel

/// What the clients of a round share while it runs; lives on the round's loop.
final class RoundState {
  /// The round has failed or was stopped: calls give up at their next statement.
  var isAborted = false
  /// The round is over: calls that run end as they would, no others begin.
  private(set) var isEnding = false
  /// Two calls ran at the same time.
  private(set) var overlapped = false
  private(set) var isCutShort = false
  private(set) var kept: [CallRecord] = []
  private let keepsCalls: Bool
  private let keepLimit: Int
  private let sink: (any CallSink)?
  private var running = 0
  private var whenEnding: [() -> Void] = []
  private var whenAborting: [() -> Void] = []

  /// - Parameter keepsCalls: whether what follows the round reads every call of it.
  init(keepsCalls: Bool = true, keepLimit: Int = .max, sink: (any CallSink)? = nil) {
    self.keepsCalls = keepsCalls
    self.keepLimit = keepLimit
    self.sink = sink
  }

  /// Whether another call may begin.
  var isOpen: Bool { !isAborted && !isEnding }

  func begin() {
    running += 1
    if running > 1 { overlapped = true }
  }

  func end(_ call: CallRecord) {
    running -= 1
    let isWanted = sink?.ended(call) ?? false
    guard keepsCalls || isWanted else { return }
    kept.append(call)
    if kept.count == keepLimit {
      isCutShort = true
      stopStarting()
    }
  }

  /// Lets no further call begin.
  func stopStarting() {
    isEnding = true
    for action in whenEnding { action() }
    whenEnding.removeAll()
  }

  func abort() {
    isAborted = true
    stopStarting()
    let actions = whenAborting
    whenAborting.removeAll()
    for action in actions { action() }
  }

  /// Calls `action` when the round is given up.
  func whenAborting(_ action: @escaping () -> Void) { whenAborting.append(action) }

  /// Calls `action` when no further call may begin.
  func whenEnding(_ action: @escaping () -> Void) { whenEnding.append(action) }
}
