import ContendModel
import ContendStatistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What to do about it, and how to know that it worked.
extension AnalysisReport {
  /// Fixes that eliminate the failure, the cheapest that was measured first.
  private var eliminating: [FixSection] {
    document.fixes.filter { $0.verdict.exitCode == 0 }.enumerated().sorted { left, right in
      (left.element.rank, left.element.cost, left.offset) < (
        right.element.rank, right.element.cost, right.offset
      )
    }.map(\.element)
  }

  var remedy: Section {
    guard let hotfix = eliminating.first else {
      let judged =
        document.fixes.isEmpty ? "No fix was judged." : "No fix that was judged eliminates the failure."
      return Section("Hotfix and long-term fix", judged + "\n")
    }
    let others = eliminating.dropFirst().prefix(3)
    let longTerm =
      others.isEmpty
      ? "No other fix that was judged eliminates it, so the hotfix stays."
      : "These eliminate it too: \(others.map(described).joined(separator: "; ")). "
        + "Keep the hotfix unless one of them serves other aims better."
    let undone = hotfix.reasons.prefix(2).map { "- \(Markdown.text($0))\n" }.joined()
    return Section(
      "Hotfix and long-term fix",
      "**Hotfix:** \(described(hotfix)). Its verdict is \(Markdown.code(hotfix.verdict.rawValue)):\n", undone,
      "**Long term:** \(longTerm)\n")
  }

  private func described(_ fix: FixSection) -> String {
    "\(Markdown.code(fix.name)) (\(Markdown.text(fix.title))\(cost(fix)))"
  }

  private func cost(_ fix: FixSection) -> String {
    fix.comparison?.aloneP50.map { ratio in
      let interval =
        ratio.interval.map { ", 95% interval \(Figures.number($0.low)) to \(Figures.number($0.high))" } ?? ""
      return
        "; its median without contention is \(Figures.factor(ratio.ratio)) that of the buggy code\(interval)"
    } ?? "; what it costs alone was not measured"
  }

  var change: Section {
    let block = BeforeAfterBlock(document)
    return Section(
      "Before and after",
      block.isEmpty
        ? "No fix ran under stress beside the buggy code, so there is nothing to compare.\n" : block.markdown)
  }

  var prevention: Section {
    let alerts = (control.signals.filter { !$0.isSilent }.map(\.alert) + [reconciliation].compactMap(\.self))
      .map { "- **Alert:** \($0)\n" }.joined()
    let gate = eliminating.first.map { invocation.prove(fixes: [$0.name]) } ?? invocation.prove()
    let question = (control.anomaly?.anomalyClass ?? .invariant).reviewQuestion
    return Section(
      "Prevention",
      alerts
        + "- **Gate:** \(Markdown.code(gate)) fails once the failure is back; run it in CI with the fixed code as the fix.\n"
        + "- **Review:** \(Markdown.text(question))\n")
  }

  /// No metric shows wrong data.
  private var reconciliation: String? {
    let invariants = control.signals.compactMap { signal in
      if case .silent(let name?) = signal { Markdown.code(name) } else { nil }
    }
    guard !invariants.isEmpty else { return nil }
    return
      "no metric shows wrong data. Run the query of \(Words.list(invariants)) as a reconciliation job, and alert when it returns a row."
  }

  var rollout: Section {
    var criteria: [String] = []
    if let stress = control.stress, let low = stress.interval?.low, low > 0, low < 1 {
      let rounds = Int((log(0.05) / log(1 - low)).rounded(.up))
      let load = Figures.plural(stress.settings.clients, "client") + " at a time"
      criteria.append(
        "Go on when load like the measured one, \(load), has run \(Figures.plural(rounds, "time")) without the failure. "
          + "Before the fix at least \(Figures.percent(low)) of such rounds failed (lower end of the 95% interval), and "
          + "then so many clean ones have a chance of at most 5%."
      )
    } else {
      criteria.append(
        "How much clean load shows that the fix works was not measured: stress did not fail before it.")
    }
    criteria.append(
      "Roll back when one of these is seen again: \(Words.list(control.signals.map(\.name))).")
    if let hotfix = eliminating.first, let ratio = hotfix.comparison?.aloneP50, let interval = ratio.interval
    {
      criteria.append(
        "Roll back when the median of an uncontended call is more than \(Figures.factor(max(1, interval.high))) its value before the deployment: the measured factor is \(Figures.factor(ratio.ratio)), at most \(Figures.factor(interval.high)) at 95% confidence."
      )
    }
    return Section("Rollout and rollback", criteria.map { "- \(Markdown.text($0))\n" }.joined())
  }

  var hypotheses: Section {
    guard !document.fixes.isEmpty else {
      return Section("Hypotheses", "None was tried: the run judged no fix.\n")
    }
    let rows = document.fixes.map { fix in
      [
        Markdown.code(fix.name), Markdown.text(fix.title), Markdown.code(fix.verdict.rawValue),
        Markdown.text(fix.reasons.first ?? "No reason was recorded."),
      ]
    }
    return Section(
      "Hypotheses",
      "Each row is a change that was expected to help, and what the runs say of it.\n",
      Markdown.table(["change", "what it does", "verdict", "first reason"], rows))
  }

  var figures: Section {
    let report = MarkdownReport(document)
    return Section(
      "Raw figures", document.command == .prove ? report.verdicts : nil,
      control.notes.isEmpty ? nil : control.notes.map { "- \(Markdown.text($0))\n" }.joined(),
      "Repeat with \(Markdown.code(invocation.prove())).\n", report.origin)
  }
}

extension FixSection {
  /// Proof before statistics.
  fileprivate var rank: Int { verdict == .eliminatedProved ? 0 : 1 }
  /// Unknown is dear.
  fileprivate var cost: Double { comparison?.aloneP50?.ratio ?? .infinity }
}

extension FailureSignal {
  /// When somebody should be woken.
  fileprivate var alert: String {
    switch self {
    case .sqlState(let code):
      "statements with SQLSTATE \(code) above 0 over 5 minutes (\(Markdown.code("db_client_operation_duration_seconds_count{db_response_status_code=\"\(code)\"}")))."
    case .deadlock: "\(Markdown.code("pg_stat_database_deadlocks")) rises within 5 minutes."
    case .poolTimeout: "\(Markdown.code("db_client_connection_timeouts_total")) rises within 5 minutes."
    case .timeout:
      "requests that end in a time-out above 0 over 5 minutes (\(Markdown.code("http_server_request_duration_seconds_count{http_response_status_code=\"504\"}")), or what the caller records)."
    case .application(let reason):
      "the application's error \(Markdown.text(reason)) above 0 over 5 minutes (\(Markdown.code("http_server_request_duration_seconds_count{error_type=\"…\"}")))."
    case .rejection(let reason):
      "the share of calls rejected with \(Markdown.text(reason)) is above its usual value over 5 minutes."
    case .crash: "a process of the application restarts within 5 minutes."
    case .stuck:
      "a transaction is open for longer than the longest usual one (\(Markdown.code("pg_stat_activity_max_tx_duration")))."
    case .silent: "the reconciliation query returns a row."
    }
  }
}
