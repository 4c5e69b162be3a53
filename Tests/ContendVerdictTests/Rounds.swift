import ContendChecking
import ContendModel
import ContendReport

@testable import ContendVerdict

/// A judgement in which these kinds failed; none: valid.
func judgement(_ kinds: FailureKind...) -> Judgement {
  kinds.isEmpty ? .valid : .invalid(kinds.map { Failure(kind: $0, evidence: .text("\($0).")) })
}

/// A gate as a driver runs it: whole blocks of one control round and four fix rounds.
struct Gate {
  var decision: StressDecision
  var control = ArmTally()
  var fix = ArmTally()
  /// What a call of the fix looks like.
  var fixCall = CallRecord.sample()
  var controlCall = CallRecord.sample()
  private var round = 0

  init(_ design: StressDesign = StressDesign(), knownKinds: Set<FailureKind> = []) {
    decision = StressDecision(design: design, knownKinds: knownKinds)
  }

  mutating func block(control one: Judgement, fix four: [Judgement]) {
    add(one, to: \.control, controlCall)
    for judgement in four { add(judgement, to: \.fix, fixCall) }
    decision.endBlock(control: one, fix: four)
  }

  /// Blocks until the decision is settled, at most `limit`.
  mutating func run(atMost limit: Int = 1000, control one: Judgement, fix four: [Judgement]) {
    for _ in 0..<limit where !decision.isSettled { block(control: one, fix: four) }
  }

  func verdict(shared: [Threshold] = [], own: [Threshold] = []) -> FixVerdict {
    decision.verdict(
      control: control, fix: fix, thresholds: ThresholdCheck(shared: shared, own: own))
  }

  private mutating func add(
    _ judgement: Judgement, to arm: WritableKeyPath<Gate, ArmTally>, _ call: CallRecord
  ) {
    round += 1
    var second = call
    second.clientID = 2
    let history = History(
      round: round, calls: [call, second], invariants: [], duration: .milliseconds(10))
    self[keyPath: arm].add(history, judgement)
  }
}

extension ArmTally {
  /// A round with all its calls.
  mutating func add(_ history: History, _ judgement: Judgement) {
    for call in history.calls { add(call) }
    endRound(history, judgement)
  }
}

extension CallRecord {
  static func sample(
    outcome: Outcome = .ok, duration: Duration = .milliseconds(5), attempts: Int = 1, statements: Int = 4
  ) -> CallRecord {
    CallRecord(
      clientID: 1, client: 1, role: "client", name: "client1", call: 1, outcome: outcome, said: [],
      attempts: attempts, statements: statements, duration: duration, start: .zero, variables: [:])
  }
}

extension Threshold {
  static func of(_ metric: Metric, _ comparison: Comparison, _ limit: Double) -> Threshold {
    Threshold(
      metric: metric, comparison: comparison, limit: limit,
      location: SourceLocation(file: "a.race.sql", line: 1, column: 1))
  }
}

let conserved = FailureKind.invariant("conserved")
let deadlock = FailureKind.error("40P01")
let passed = [Judgement](repeating: .valid, count: 4)

extension Finding {
  /// As the terminal words it.
  var reason: String { Sentences(.terminal).text(evidence) }
}

extension FixVerdict {
  var reasons: [String] { findings.map(\.reason) }
}

/// Evidence that reads as it is given.
func remark(_ text: String) -> Evidence { .schedules(.unjudged(reason: text)) }

extension [Evidence] {
  var texts: [String] { map { Sentences(.terminal).text($0) } }
}
