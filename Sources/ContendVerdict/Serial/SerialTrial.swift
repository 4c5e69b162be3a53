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
  /// The failing run with the fewest calls, as one line.
  package var shortest: String? { failing.min { $0.told.count < $1.told.count }?.description }

  /// What is said of a control that fails in some orders and not in others.
  package func raceOfOrder(_ name: String) -> String? {
    guard let shortest, !failsInEveryOrder else { return nil }
    return
      "A race of order: \(name) fails without any overlap, one call after another, in \(failing.count) of "
      + "\(Self.orders(runs.count)): \(shortest)\(remedy)"
  }

  /// What a call ends in alone is perhaps an answer that nobody has said is one.
  private var remedy: String {
    let ends = kinds.compactMap { kind -> String? in if case .error = kind { kind.description } else { nil } }
    guard let end = ends.min() else { return "" }
    return " Serial calls end this way too: handle it ('\\try', '\\reject'), or say '\\allow \(end)'."
  }

  /// What is held against a fix: a failure that takes no concurrency.
  ///
  /// - Parameter known: kinds of failure that the control showed.
  package func findings(known: Set<FailureKind>, at place: SourceLocation) -> [Finding] {
    guard let shortest else { return [] }
    let new = kinds.subtracting(known).sorted()
    let kinds = (new.isEmpty ? self.kinds.sorted() : new).map(\.description).joined(separator: ", ")
    return [
      Finding(
        new.isEmpty ? .notFixed : .regressed,
        "It fails without any concurrency (the fix at \(place.short)): one call after another, \(failing.count) of "
          + "\(Self.orders(runs.count)) end in \(kinds)"
          + (new.isEmpty ? "" : ", which the control never does") + "; the shortest: \(shortest)\(remedy)")
    ]
  }

  private static func orders(_ count: Int) -> String { count == 1 ? "1 order" : "\(count) orders" }
}

extension SerialTrial.Run {
  /// The calls up to the one whose own end is the failure; all of them where the round's is.
  fileprivate var told: ArraySlice<CallRecord> {
    let failed = Set(failures.flatMap(\.calls))
    guard let last = calls.firstIndex(where: { failed.contains($0.id) }) else { return calls[...] }
    return calls[...last]
  }

  fileprivate var description: String {
    let isOne = calls.allSatisfy { $0.call == 1 }
    let ends = told.map { call in
      "\(call.name)\(isOne ? "" : " call \(call.call)") \(call.outcome)"
    }
    return ends.joined(separator: ", then ") + ". " + (failures.first?.sentence ?? "")
  }
}

extension SourceLocation {
  /// The name of the file and the line.
  fileprivate var short: String { "\(file.split(separator: "/").last ?? ""):\(line)" }
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
