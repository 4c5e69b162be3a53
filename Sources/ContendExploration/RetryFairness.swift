import ContendModel

/// Keeps a client that only retries from starving the others, so that a walk over programs with retry
/// loops ends.
///
/// A client that has begun more than `bound` further attempts since another client, which could go
/// on, last moved, has to let that one go first: fair scheduling after Musuvathi and Qadeer (PLDI
/// 2008), with attempts in place of yields. Among the clients held back and those they wait for, the
/// one that moved least recently is never held back, so a choice always remains.
package struct RetryFairness: Sendable {
  /// To lose twice in a row is ordinary; a loop that polls would go on for ever.
  package static let usualBound = 2

  let bound: Int
  /// It has held somebody back.
  private(set) var hasBitten = false
  /// When each client last moved, by number of the event.
  private var lastMove: [Int: Int] = [:]
  /// When each client began its further attempts.
  private var retries: [Int: [Int]] = [:]
  private var now = 0

  init(bound: Int) { self.bound = bound }

  mutating func observe(_ event: ExecutedEvent) {
    now += 1
    lastMove[event.choice.process] = now
    // Who was woken could not move before.
    for effect in event.effects { lastMove[effect.clientID] = now }
    if event.isRetry { retries[event.choice.clientID, default: []].append(now) }
  }

  mutating func filter(_ enabled: [Choice]) -> [Choice] {
    guard !retries.isEmpty, enabled.count > 1, enabled[0].isIssue else { return enabled }
    let allowed = enabled.filter { !$0.isIssue || !isHeldBack($0.clientID, by: enabled) }
    if allowed.count < enabled.count { hasBitten = true }
    return allowed
  }

  private func isHeldBack(_ client: Int, by enabled: [Choice]) -> Bool {
    guard let attempts = retries[client], attempts.count > bound else { return false }
    let latest = attempts[attempts.count - 1 - bound]
    return enabled.contains {
      $0.isIssue && $0.clientID != client && lastMove[$0.clientID, default: 0] < latest
    }
  }
}
