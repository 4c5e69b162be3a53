import ContendReport
import ContendRuns
/// Why a race could not be run at all; what a race shows is in its ``Report``.
public struct RaceFailure: Error, Sendable, CustomStringConvertible {
  /// What happened, where, and what to do next.
  public let description: String
  /// What the command line would exit with.
  public let exitCode: Int32

  init(_ error: any Error) {
    let fault = RunFault(error)
    exitCode = fault.exitCode
    description = ([fault.message.text(on: .swift)] + fault.diagnostics.map(\.description)).filter {
      !$0.isEmpty
    }
    .joined(separator: "\n")
  }

  init(_ message: String) {
    description = message
    exitCode = 64
  }
}
