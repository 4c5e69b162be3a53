public import ContendModel
import ContendReport

/// What a run of a ``Race`` showed.
public struct Report: Sendable, CustomStringConvertible {
  let document: ResultDocument
  /// What is doubtful about the scenario or the run, as text.
  public let messages: [String]

  init(_ document: ResultDocument, messages: [String]) {
    self.document = document
    self.messages = messages
  }

  /// At least one failing schedule or round of the control was seen; of the one variant in runs of one.
  public var reproduced: Bool { document.control.reproduced }

  /// What the failure is called; nil where there is none.
  public var anomaly: AnomalyClass? { document.control.anomaly?.anomalyClass }

  /// Why it is called that, in one sentence.
  public var explanation: String? { document.control.anomaly?.sentence }

  /// The kinds of failure that the control showed, such as `invariant:conserved`.
  public var failures: [String] { document.control.failures.map(\.kind) }

  /// Interleavings of the control that were run; nil where nothing was explored.
  public var schedules: Int? { document.control.explore?.schedules }

  /// Every class of interleavings in the scope was walked; nil where nothing was explored.
  public var isComplete: Bool? { document.control.explore?.complete }

  /// The simplest failing interleaving, as ``Race/replay(_:of:settings:)`` takes it; nil where none failed.
  public var schedule: String? { document.control.explore?.counterexample?.schedule }

  /// The fixes that were judged, in the order of the scenario.
  public var fixes: [Fix] { document.fixes.map(Fix.init) }

  /// What was shown about a fix; nil if none of that name was judged.
  public subscript(fix: String) -> Fix? { fixes.first { $0.name == fix } }

  /// The run was cancelled before its end.
  public var isInterrupted: Bool { document.interrupted }

  /// What the command line would exit with: 0 if every fix is judged as the scenario expects.
  public var exitCode: Int32 { document.exitCode }

  /// The result as the command line prints it, without colours.
  public var description: String { TerminalReport(document).text(style: .plain) }

  /// The document `contend/1`.
  public func json() throws -> String { try document.json() }

  /// The result for a pull request.
  public var markdown: String { MarkdownReport(document).text }

  /// The result as one HTML page, without a script.
  public var html: String { HTMLReport(document).text }

  /// The report on the incident as Markdown: cause, reach, hotfix, prevention and rollout.
  public var analysis: String { AnalysisReport(document).text }

  /// JUnit XML, a case for each variant.
  public var junit: String { JUnitReport(ResultList([document])).text }

  /// The counterexamples as SARIF 2.1.0. Throws if a figure cannot be written.
  public func sarif() throws -> String { try ResultFormat.sarif.text(of: document) }

  /// What was shown about one fix.
  public struct Fix: Sendable {
    let section: FixSection

    init(_ section: FixSection) { self.section = section }

    public var name: String { section.name }
    public var verdict: Verdict { section.verdict }
    /// Why, as sentences with figures.
    public var reasons: [String] { section.reasons }
    /// The kinds of failure it showed itself.
    public var failures: [String] { section.failures.map(\.kind) }
    /// The failure does not happen any more, by proof or statistically, and nothing else went wrong.
    public var isEliminated: Bool {
      verdict == .eliminatedProved || verdict == .eliminatedStatistically
    }
    /// The verdict is one that the scenario expects of it.
    public var isAsExpected: Bool { section.meetsExpectation }
  }
}
