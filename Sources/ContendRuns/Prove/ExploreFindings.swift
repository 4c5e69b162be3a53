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
      let rounds = Share(stress.failures[kind]?.rounds ?? 0, of: stress.rounds)
      return Finding(
        isKnown ? .notFixed : .regressed,
        .schedules(
          .failing(
            kind: kind, fix: Share(found.schedules, of: fix.tally.schedules),
            shortest: found.example.schedule.description, new: !isKnown,
            stress: kind.isSeenByStress && stress.rounds > 0 ? rounds : nil,
            message: kind.isError || kind == .serialOracle ? found.failure.evidence : nil,
            intact: isOfOrdersAlone)))
    }
  }

  /// No invariant fails: what clients were told is the only thing that no serial order gives.
  private var isOfOrdersAlone: Bool { fix.state.kinds.keys.allSatisfy(\.isOfSerialOrders) }

  /// Something that keeps this exploration from meaning anything, although nothing failed.
  private var doubts: [Finding] {
    guard fix.state.failing == 0, fix.isDisturbed || control.isDisturbed else { return [] }
    return (fix.isDisturbed ? fix : control).doubts.map { Finding(.inconclusive, $0) }
  }

  private var proof: [Finding] {
    guard fix.isProof, control.state.failing > 0 else { return [] }
    return [
      Finding(
        .eliminatedProved,
        .schedules(
          .noneFails(
            classes: fix.tally.schedules, clients: fix.clients,
            control: Share(control.state.failing, of: control.tally.schedules), stressed: true)))
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
