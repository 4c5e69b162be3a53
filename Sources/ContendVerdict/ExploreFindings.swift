import ContendModel

/// What exploration says about a fix, beside the control's.
package struct ExploreFindings {
  private let control: ExploreFigures
  private let fix: ExploreFigures
  /// The fix's and the control's rounds under stress, for what exploration saw and stress did not.
  private let stress: JudgedRounds
  private let controlStress: JudgedRounds

  package init(
    control: ExploreFigures, fix: ExploreFigures, stress: JudgedRounds, of controlStress: JudgedRounds
  ) {
    self.control = control
    self.fix = fix
    self.stress = stress
    self.controlStress = controlStress
  }

  package var all: [Finding] { failures + doubts + proof }

  /// A failing interleaving refutes the fix, however rare it is under load.
  private var failures: [Finding] {
    fix.kinds.map { found in
      let kind = found.kind
      let isKnown =
        control.kind(kind) != nil || controlStress.failures[kind] != nil
        || (kind.isOfSerialOrders && found.alone == 0)
      let rounds = Share(stress.failures[kind]?.rounds ?? 0, of: stress.rounds)
      return Finding(
        isKnown ? .notFixed : .regressed,
        .schedules(
          .failing(
            kind: kind, fix: Share(found.schedules, of: fix.coverage.schedules), shortest: found.shortest,
            new: !isKnown, stress: kind.isSeenByStress && stress.rounds > 0 ? rounds : nil,
            message: kind.isError || kind == .serialOracle ? found.evidence : nil,
            intact: isOfOrdersAlone)))
    }
  }

  /// No invariant fails: what clients were told is the only thing that no serial order gives.
  private var isOfOrdersAlone: Bool { fix.kinds.allSatisfy(\.kind.isOfSerialOrders) }

  /// Something that keeps this exploration from meaning anything, although nothing failed.
  private var doubts: [Finding] {
    guard fix.failing == 0, fix.isDisturbed || control.isDisturbed else { return [] }
    return (fix.isDisturbed ? fix : control).doubts.map { Finding(.inconclusive, $0) }
  }

  private var proof: [Finding] {
    guard fix.isProof, control.failing > 0 else { return [] }
    return [
      Finding(
        .eliminatedProved,
        .schedules(
          .noneFails(
            classes: fix.coverage.schedules, clients: fix.coverage.clients,
            control: Share(control.failing, of: control.coverage.schedules), stressed: true)))
    ]
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
