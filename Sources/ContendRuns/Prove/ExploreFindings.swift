import ContendChecking
import ContendExploration
import ContendModel
import ContendVerdict

/// What exploration says about a fix, beside the control's.
struct ExploreFindings {
  let control: ExploreResult
  let fix: ExploreResult
  /// The fix's and the control's rounds under stress, for what exploration saw and stress did not.
  let stress: ArmTally
  let controlStress: ArmTally

  init(control: ExploreResult, fix: ExploreResult, stress: ArmTally, of controlStress: ArmTally) {
    self.control = control
    self.fix = fix
    self.stress = stress
    self.controlStress = controlStress
  }

  var all: [Finding] { failures + doubts + proof }

  /// A failing interleaving refutes the fix, however rare it is under load.
  private var failures: [Finding] {
    fix.state.kinds.sorted { $0.key < $1.key }.map { kind, found in
      let isKnown =
        control.state.kinds[kind] != nil || controlStress.failures[kind] != nil
        || (kind.isOfSerialOrders && found.alone == 0)
      let rounds = stress.failures[kind]?.rounds ?? 0
      let schedules = "\(found.schedules) of \(fix.tally.schedules) interleavings end in \(kind)"
      let shortest = "the shortest is \(found.example.schedule)"
      let seen =
        kind.isSeenByStress && stress.rounds > 0
        ? "; stress showed it in \(rounds) of \(stress.rounds) rounds" : ""
      return Finding(
        isKnown ? .notFixed : .regressed,
        "\(schedules), \(shortest)\(isKnown ? "" : ", and none of the control's")\(seen)."
          + (kind.isError || kind == .serialOracle ? " \(found.failure.sentence)" : "")
          + (isOfOrdersAlone ? Self.aboutOrders : ""))
    }
  }

  /// No invariant fails: what clients were told is the only thing that no serial order gives.
  private var isOfOrdersAlone: Bool { fix.state.kinds.keys.allSatisfy(\.isOfSerialOrders) }

  private static let aboutOrders =
    " No invariant is violated: if these answers are acceptable, say so with \\atomic transaction or \\atomic none."

  /// Something that keeps this exploration from meaning anything, although nothing failed.
  private var doubts: [Finding] {
    guard fix.state.failing == 0, fix.isDisturbed || control.isDisturbed else { return [] }
    return (fix.isDisturbed ? fix : control).doubts.map { Finding(.inconclusive, $0) }
  }

  private var proof: [Finding] {
    guard fix.isProof, control.state.failing > 0 else { return [] }
    let count = fix.tally.schedules
    let none = count == 1 ? "Not even the one class" : "None of all \(count) classes"
    let before = "\(control.state.failing) of \(control.tally.schedules) of the control's fail"
    return [
      Finding(
        .eliminatedProved,
        "\(none) of interleavings of \(fix.clients) clients fails, while \(before)."
      )
    ]
  }
}

extension ExploreResult {
  /// What was seen cannot be relied on.
  fileprivate var isDisturbed: Bool {
    diverged + tally.diverged > 0 || !state.stuck.isEmpty || state.foreignBlocker != nil
  }
}

extension FailureKind {
  /// Of which the server, or the program, has said more than its code.
  fileprivate var isError: Bool { if case .error = self { true } else { false } }

  /// Serial orders are only worked out for explored schedules.
  fileprivate var isSeenByStress: Bool { !isOfSerialOrders }

  /// Says that something is wrong and not what: beside a failure that does say it, nothing new. The
  /// control may not have shown it because a call of its own ended in an error, which leaves the order
  /// of calls undecided.
  fileprivate var isOfSerialOrders: Bool { self == .serialOracle || self == .strictOracle }
}
