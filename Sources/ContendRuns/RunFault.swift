package import ContendModel
import ContendExecution
import ContendPostgres
package import ContendReport

/// Why a command could not do its job: its exit code and what to tell the user.
package struct RunFault: Error, Sendable {
  package var exitCode: Int32
  package var message: Message
  /// What is wrong with the scenario, at its places.
  package var diagnostics: [Diagnostic] = []

  /// Sorts any error that a run can throw into the documented exit codes.
  package init(_ error: any Error) {
    switch error {
    case ScenarioFault.invalid(let diagnostics):
      self.init(65, "", diagnostics)
    case let fault as ScenarioFault:
      self.init(fault.exitCode, fault.message)
    case let fault as SweepAxis.Fault:
      self.init(64, fault.message)
    case let diagnostic as Diagnostic:
      self.init(65, "", [diagnostic])
    case let error as ServerError:
      self.init(error.exitCode, error.message)
    case let reset as InexactReset:
      self.init(70, Message(reset.description))
    case let loss as SessionLoss:
      self.init(69, Message(loss.description))
    case let lock as OutsideLock:
      self.init(69, Message(lock.description))
    case let reset as UnendingReset:
      self.init(reset.isBlocked ? 69 : 65, Message(reset.description))
    case let failure as SQLFailure where ["08", "28", "53", "57"].contains(failure.error.sqlState.prefix(2)):
      self.init(69, "the server failed: \(failure)")
    default:
      self.init(70, "internal error: \(error)")
    }
  }

  private init(_ exitCode: Int32, _ message: Message, _ diagnostics: [Diagnostic] = []) {
    self.exitCode = exitCode
    self.message = message
    self.diagnostics = diagnostics
  }
}

extension UnrunnableScenario {
  package init(_ fault: RunFault, path: String) {
    self.init(
      name: ScenarioFile.name(of: path), file: path, exitCode: fault.exitCode,
      message: fault.message.text(on: .terminal),
      diagnostics: fault.diagnostics)
  }
}

extension ServerError {
  /// A name that names nothing is a mistake of the call, a refusal protects the user, the rest lacks.
  fileprivate var exitCode: Int32 {
    switch self {
    case .malformedURL: 64
    case .refused: 77
    default: 69
    }
  }
}
