import ArgumentParser
import ContendRuns
import ContendModel
import ContendReport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ColorChoice: ExpressibleByArgument {
  /// For standard output.
  var outputStyle: Style {
    style(environment: ProcessInfo.processInfo.environment, isTerminal: Console.outputIsTerminal)
  }
}

/// What to show, and what to write where.
struct OutputFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write the result as JSON, schema contend/1 (- for standard output).", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write the result as Markdown (- for standard output).", valueName: "file"))
  var markdown: String?

  @Option(help: ArgumentHelp("Write the result as one HTML page (- for standard output).", valueName: "file"))
  var html: String?

  @Option(
    help: ArgumentHelp(
      "Write the result as JUnit XML, a case for each variant (- for standard output).", valueName: "file"))
  var junit: String?

  @Option(
    help: ArgumentHelp(
      "Write the counterexamples as SARIF 2.1.0, for code scanning (- for standard output).",
      valueName: "file")
  )
  var sarif: String?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Annotate scenario files and write the summary of a GitHub job; on by itself in GitHub Actions.
      """)
  var github: Bool?

  /// What is to be written, and where: a further format is an option above and a line here.
  private var files: [(format: ResultFormat, path: String)] {
    [
      (.json, json), (analysis ? .analysis : .markdown, markdown), (.html, html), (.junit, junit),
      (.sarif, sarif),
    ].compactMap { format, path in
      path.map { (format, $0) }
    }
  }

  @Flag(help: "Write --markdown as a report on the incident: cause, reach, hotfix, prevention, rollout.")
  var analysis = false

  @Flag(help: "Replace values of rows and parameters in every format, equal values by equal tokens.")
  var redact = false

  @Option(help: "When to use colours.")
  var color: ColorChoice = .auto

  @Flag(name: .shortAndLong, help: "Print the verdicts only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print every detail.")
  var verbose = false

  func validate() throws {
    if analysis && markdown == nil { throw ValidationError("--analysis requires --markdown FILE") }
    if quiet && verbose { throw ValidationError("-q and -v cannot be combined") }
    if files.count(where: { OutputFile($0.path).isStandardOutput }) > 1 {
      let flags = files.map { "--\($0.format.name)" }.joined(separator: " and ")
      throw ValidationError("only one of \(flags) can go to -")
    }
  }

  /// Says before a run that its result could not be written after it.
  func requireFolders() throws {
    for (format, path) in files {
      guard case .path = OutputFile(path) else { continue }
      let flag = "--\(format.name)"
      if isFolder(path) {
        Console.error("cannot write \(path): it is a folder (\(flag))")
        throw ExitCode(73)
      }
      guard let end = path.lastIndex(of: "/") else { continue }
      let folder = String(path[...end])
      if isFolder(folder) { continue }
      Console.error("cannot write \(path): there is no folder \(folder) (\(flag)); make it first")
      throw ExitCode(73)
    }
  }

  private func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }

  var writesJSON: Bool { json != nil }

  /// A file format took standard output.
  var isForPrograms: Bool { files.contains { OutputFile($0.path).isStandardOutput } }

  /// Tells GitHub what it shows at lines of files, and adds to the page of the job.
  private func tellGitHub(_ list: ResultList) {
    let environment = ProcessInfo.processInfo.environment
    guard github ?? (environment["GITHUB_ACTIONS"] == "true") else { return }
    // GitHub reads both streams; standard output may be somebody's JSON.
    Console.status(GitHubAnnotations(list).text)
    guard let path = environment["GITHUB_STEP_SUMMARY"], !path.isEmpty else { return }
    do {
      try OutputFile(path).append(GitHubSummary(list).text())
    } catch {
      Console.error("cannot write the job's summary \(path): \(error)")
    }
  }

  /// Prints the result for people, unless a file format took standard output, and writes the files.
  func present(_ result: ResultDocument) throws {
    let document = redact ? result.redacted() : result
    if !isForPrograms {
      let detail: TerminalReport.Detail = quiet ? .brief : verbose ? .full : .normal
      let report = TerminalReport(document, width: Console.width, detail: detail)
      Console.output(report.text(style: color.outputStyle))
    }
    tellGitHub(ResultList([document]))
    for (format, path) in files { try write(try format.text(of: document), to: path) }
  }

  /// The same for many results: one table, and with `-v` each result before it.
  func present(_ results: ResultList, of count: Int) throws {
    var list = results
    if redact { list.documents = list.documents.map { $0.redacted() } }
    for scenario in list.unrunnable {
      Console.status("contend: \(scenario.name):\n")
      Console.show(scenario.message, scenario.diagnostics, style: errorStyle)
    }
    if !isForPrograms {
      if verbose {
        for document in list.documents {
          let report = TerminalReport(document, width: Console.width, detail: .full)
          Console.output(report.text(style: color.outputStyle) + "\n")
        }
      }
      let report = LibraryReport(list, of: count, width: Console.width)
      Console.output(report.text(style: color.outputStyle))
    }
    tellGitHub(list)
    for (format, path) in files { try write(try format.text(of: list), to: path) }
  }

  /// Writes that a scenario could not be run to whatever can say so.
  func write(_ scenario: UnrunnableScenario) throws {
    tellGitHub(ResultList(unrunnable: [scenario]))
    for (format, path) in files where format.tellsFaults {
      try write(try format.text(of: ResultList(unrunnable: [scenario])), to: path)
    }
  }

  var errorStyle: Style {
    color.style(environment: ProcessInfo.processInfo.environment, isTerminal: Console.errorIsTerminal)
  }

  /// Draws one live line on a terminal, prints a line now and then elsewhere.
  func progressPrinter() -> @Sendable (Progress) -> Void {
    if quiet { return { _ in } }
    guard Console.errorIsTerminal else {
      let log = Lock(ProgressLog())
      return { progress in
        if let line = log.withLock({ $0.line(for: progress) }) { Console.status(line + "\n") }
      }
    }
    let style = errorStyle
    return { Console.status("\r\u{1B}[K" + $0.liveLine(style: style, width: Console.width - 1)) }
  }

  /// Shows what is doubtful about a scenario; the run goes on.
  func warningPrinter() -> @Sendable ([Diagnostic]) -> Void {
    if quiet { return { _ in } }
    let style = errorStyle
    return { Console.status(DiagnosticsReport($0).text(style: style, width: Console.width)) }
  }

  /// Prints what the user did not ask for but should know.
  func notePrinter() -> @Sendable (Message) -> Void {
    if quiet { return { _ in } }
    return { Console.status("contend: \($0.text(on: .terminal))\n") }
  }

  /// Takes the live line away.
  func endProgress() {
    if !quiet, Console.errorIsTerminal { Console.status("\r\u{1B}[K") }
  }

  private func write(_ text: String, to path: String) throws {
    do {
      try OutputFile(path).write(text)
    } catch {
      Console.error("cannot write \(path): \(error)")
      throw ExitCode(73)
    }
  }
}
