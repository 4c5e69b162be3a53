package import ContendModel

/// What a command found out that ran many scenarios.
package struct ResultList: Hashable, Sendable {
  /// Of the scenarios that were run, in their order.
  package var documents: [ResultDocument]
  package var unrunnable: [UnrunnableScenario]
  /// The run was stopped before all scenarios had their turn.
  package var isInterrupted: Bool

  package init(
    _ documents: [ResultDocument] = [], unrunnable: [UnrunnableScenario] = [], isInterrupted: Bool = false
  ) {
    self.documents = documents
    self.unrunnable = unrunnable
    self.isInterrupted = isInterrupted
  }

  /// The worst of all scenarios; 2 where there is none, because nothing was shown.
  package var exitCode: Int32 {
    if isInterrupted { return 130 }
    let codes = documents.map(\.exitCode) + unrunnable.map(\.exitCode)
    return codes.max { Self.severity($0) < Self.severity($1) } ?? Verdict.inconclusive.exitCode
  }

  /// Verdicts in the order in which they decide within one scenario; what kept a scenario from running is worse.
  private static let fromBestToWorst: [Int32] =
    Verdict.allCases.sorted { $0.priority < $1.priority }.map(\.exitCode) + [65, 64, 77, 69, 70]

  private static func severity(_ code: Int32) -> Int { fromBestToWorst.lastIndex(of: code) ?? .max }
}

/// A scenario that could not be run, and why.
package struct UnrunnableScenario: Hashable, Sendable {
  package var name: String
  package var file: String
  /// What a run of this scenario alone would exit with.
  package var exitCode: Int32
  /// Empty where the diagnostics say it all.
  package var message: String
  /// What is wrong with the file, at its places.
  package var diagnostics: [Diagnostic]

  package init(
    name: String, file: String, exitCode: Int32, message: String = "", diagnostics: [Diagnostic] = []
  ) {
    self.name = name
    self.file = file
    self.exitCode = exitCode
    self.message = message
    self.diagnostics = diagnostics
  }

  /// The first thing that is wrong, at its place.
  package var summary: String {
    let first = message.isEmpty ? diagnostics.first.map { "\($0.location): \($0.message)" } ?? "" : message
    let count = diagnostics.count + (message.isEmpty ? 0 : 1)
    return count > 1 ? "\(first), and \(count - 1) more" : first
  }

  /// Everything that is known, as text without colours.
  package var reason: String {
    ((message.isEmpty ? [] : [message]) + diagnostics.map(\.description)).joined(separator: "\n")
  }
}
