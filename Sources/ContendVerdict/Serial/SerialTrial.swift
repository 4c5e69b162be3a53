package import ContendChecking
package import ContendModel

/// What complete rounds of one variant came to whose calls ran one after another: nothing is concurrent.
package struct SerialTrial: Sendable {
  package struct Run: Sendable {
    /// The calls in their order, with how they ended.
    package var calls: [CallRecord]
    package var failures: [Failure]

    package init(calls: [CallRecord], failures: [Failure]) {
      self.calls = calls
      self.failures = failures.filter { !$0.kind.isOfTime }
    }

    package var fails: Bool { !failures.isEmpty }
  }

  package var runs: [Run]

  /// Leaves out what is no serial order: who waits for what a later call does waits in vain.
  ///
  /// - Parameter roles: how many roles the variant has.
  package init(_ runs: [Run], roles: Int) {
    self.runs = runs.filter { run in
      !run.calls.contains { call in
        call.outcome.kind == .killed
          || roles > 1 && call.outcome == .applicationError(reason: "while_limit")
      }
    }
  }

  package var kinds: Set<FailureKind> { Set(runs.flatMap(\.failures).map(\.kind)) }
  package var failing: [Run] { runs.filter(\.fails) }

  /// It fails whatever comes first: that is no race.
  package var failsInEveryOrder: Bool { !runs.isEmpty && runs.allSatisfy(\.fails) }
}

extension SerialTrial {
  /// The failing run with the fewest calls.
  package var shortest: SerialStory? {
    failing.min { $0.upToFailure.count < $1.upToFailure.count }.map { run in
      let isOneEach = run.calls.allSatisfy { $0.call == 1 }
      return SerialStory(
        calls: run.upToFailure.map {
          SerialStory.Call(
            name: isOneEach ? $0.name : "\($0.name) call \($0.call)", outcome: $0.outcome.description)
        }, failure: run.failures.first?.evidence, error: error)
    }
  }

  /// What a call ends in alone is perhaps an answer that nobody has said is one.
  private var error: FailureKind? {
    kinds.filter { if case .error = $0 { true } else { false } }.min()
  }

  /// What is said of a control that fails in some orders and not in others.
  package func raceOfOrder(_ name: String) -> Evidence? {
    guard let shortest, !failsInEveryOrder else { return nil }
    return .serial(
      .raceOfOrder(
        variant: name, orders: Share(failing.count, of: runs.count), shortest: shortest))
  }

  /// What is held against a fix: a failure that takes no concurrency.
  ///
  /// - Parameter known: kinds of failure that the control showed.
  package func findings(known: Set<FailureKind>, at place: SourceLocation) -> [Finding] {
    guard let shortest else { return [] }
    let new = kinds.subtracting(known)
    return [
      Finding(
        new.isEmpty ? .notFixed : .regressed,
        .serial(
          .fails(
            place: place, kinds: (new.isEmpty ? kinds : new).sorted(), new: !new.isEmpty,
            orders: Share(failing.count, of: runs.count), shortest: shortest)))
    ]
  }
}

extension SerialTrial.Run {
  /// The calls up to the one whose own end is the failure; all of them where the round's is.
  fileprivate var upToFailure: ArraySlice<CallRecord> {
    let failed = Set(failures.flatMap(\.calls))
    guard let last = calls.firstIndex(where: { failed.contains($0.id) }) else { return calls[...] }
    return calls[...last]
  }
}

extension FailureKind {
  /// A matter of how long something takes, which needs no other call.
  fileprivate var isOfTime: Bool {
    switch self {
    case .timeout, .poolTimeout, .error("57014"): true
    default: false
    }
  }
}
