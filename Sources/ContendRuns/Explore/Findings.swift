import ContendChecking
import ContendExecution
import ContendExploration
import ContendModel

/// What the schedules of an exploration showed, gathered from all lanes.
final class Findings: Sendable {
  /// One schedule that was judged.
  struct Judged: Sendable {
    var schedule: Schedule
    var history: History
    var judgement: Judgement
  }

  struct Kind: Sendable {
    var schedules = 0
    /// Those of them that showed no other kind.
    var alone = 0
    /// The failing schedule with the fewest context switches so far.
    var example: Judged
    var failure: Failure
  }

  struct State: Sendable {
    var judged = 0
    /// Hashes of the schedules that were judged: sampling, and one walk after another, repeat orders.
    var orders: Set<Int> = []
    var failing = 0
    var unknown: [String] = []
    var kinds: [FailureKind: Kind] = [:]
    var outcomes: Set<SerialOutcome> = []
    /// SQLSTATEs and reasons that calls ended in, whether or not they count as failures.
    var codes: Set<String> = []
    /// The first passing schedules and then every fiftieth, to be replayed.
    var samples: [Judged] = []
    var uncontrolledWakes = 0
    var stuck: [StuckCall] = []
    var foreignBlocker: String?
    /// Schedules until the first failure was seen.
    var firstFailure: Int?

    /// A stranger's lock or a statement that never returns would only be met again.
    /// The kind of failure that is named and shown: the most frequent one. What only the serial-order oracle saw
    /// comes last, it says least.
    var leading: (key: FailureKind, value: Kind)? {
      kinds.min {
        ($0.key == .serialOracle ? 1 : 0, -$0.value.schedules, $0.key) < (
          $1.key == .serialOracle ? 1 : 0, -$1.value.schedules, $1.key
        )
      }
    }
    var isHopeless: Bool { foreignBlocker != nil || !stuck.isEmpty }
  }

  /// Passing schedules that are replayed whatever their number, so that small programs are checked too.
  static let firstSamples = 2
  fileprivate static let samplingInterval = 50
  private let queue = Lock(Queue())

  /// Takes runs in by their numbers: which of them is the first that failed must not depend on which lane was
  /// faster.
  private struct Queue {
    var state = State()
    var next = 0
    /// Runs that have ended before an older one has, by number; nil showed nothing.
    var early: [Int: Judged?] = [:]
  }

  var current: State { queue.withLock { $0.state } }

  /// Run `number`, counted from 0 in the order in which runs were begun; nil if it showed nothing.
  func add(_ judged: Judged?, number: Int) {
    queue.withLock { queue in
      queue.early[number] = .some(judged)
      while let judged = queue.early.removeValue(forKey: queue.next) {
        queue.next += 1
        if let judged { queue.state.add(judged) }
      }
    }
  }

  /// Takes in what waits for runs that never came to their end.
  func close() {
    queue.withLock { queue in
      for (_, judged) in queue.early.sorted(by: { $0.key < $1.key }) {
        if let judged { queue.state.add(judged) }
      }
      queue.early = [:]
    }
  }

  func add(uncontrolledWakes: Int, stuck: [StuckCall], foreignBlocker: String?, doubt: String?) {
    queue.withLock { queue in
      queue.state.uncontrolledWakes += uncontrolledWakes
      queue.state.stuck += stuck
      queue.state.foreignBlocker = queue.state.foreignBlocker ?? foreignBlocker
      if let doubt { queue.state.unknown = [doubt] }
    }
  }
}

extension Findings.State {
  /// Runs of an order that had been run before.
  var repeated: Int { judged - orders.count }

  fileprivate mutating func add(_ judged: Findings.Judged) {
    self.judged += 1
    orders.insert(judged.schedule.hashValue)
    outcomes.insert(SerialOutcome(judged.history))
    for call in judged.history.calls where call.outcome.kind == .error {
      if let code = call.outcome.detail { codes.insert(code) }
    }
    if case .unknown(let reasons) = judged.judgement { unknown = reasons }
    if judged.judgement.failures.isEmpty {
      if samples.count < Findings.firstSamples || self.judged % Findings.samplingInterval == 1 {
        samples.append(judged)
      }
      return
    }
    failing += 1
    if firstFailure == nil { firstFailure = self.judged }
    for failure in judged.judgement.failures { add(failure, judged) }
  }

  fileprivate mutating func add(_ failure: Failure, _ judged: Findings.Judged) {
    var kind = kinds[failure.kind] ?? Findings.Kind(example: judged, failure: failure)
    kind.schedules += 1
    if judged.judgement.failures.allSatisfy({ $0.kind == failure.kind }) { kind.alone += 1 }
    let known = kind.example.schedule
    // Equal switches: the smaller schedule, so that the number of lanes changes nothing.
    if (judged.schedule.contextSwitches, judged.schedule) < (known.contextSwitches, known) {
      kind.example = judged
      kind.failure = failure
    }
    kinds[failure.kind] = kind
  }
}
