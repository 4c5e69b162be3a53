import ArgumentParser
import ContendModel
import ContendRuns
import ContendReport

extension RunFlags {
  /// Runs a command's job, presents the result and exits by it.
  ///
  /// - Parameters:
  ///   - scenario: as the user named it; test reports say that it could not be run.
  ///   - baseline: what is worse than this fails.
  func run(
    _ scenario: String, baseline: StoredBaseline? = nil,
    _ job: (RunOptions) async throws -> ResultDocument
  ) async throws {
    var document = try await supervise { options in
      do {
        return try await job(options)
      } catch {
        try output.write(UnrunnableScenario(RunFault(error), path: scenario))
        throw error
      }
    }
    if document.interrupted { document.exitCode = Interrupts.exitCode ?? document.exitCode }
    try output.present(document)
    throw ExitCode(output.compare(ResultList([document]), with: baseline) ?? document.exitCode)
  }

  /// Runs a command's job with signals and progress wired up.
  func supervise<Result>(_ job: (RunOptions) async throws -> Result) async throws -> Result {
    try output.requireFolders()
    var options = options()
    options.progress = output.progressPrinter()
    options.warn = output.warningPrinter()
    options.note = output.notePrinter()
    options.complain = { Console.error($0) }
    Interrupts.forward(to: options.stop)
    defer { output.endProgress() }
    do {
      return try await job(options)
    } catch {
      output.endProgress()
      throw output.report(error)
    }
  }
}

extension OutputFlags {
  /// Tells the user why a command could not do its job; the error to exit with.
  func report(_ error: any Error) -> ExitCode { Console.report(error, style: errorStyle) }
}

extension Console {
  /// Tells the user why a command could not do its job; the error to exit with.
  static func report(_ error: any Error, style: Style = .plain) -> ExitCode {
    let fault = RunFault(error)
    show(fault.message.text(on: .terminal), fault.diagnostics, style: style)
    return ExitCode(Interrupts.exitCode ?? fault.exitCode)
  }

  /// Tells the user what went wrong, and where in the scenario.
  static func show(_ message: String, _ diagnostics: [Diagnostic], style: Style) {
    if !message.isEmpty { Console.error(message) }
    Console.status(DiagnosticsReport(diagnostics).text(style: style, width: Console.width))
  }
}
