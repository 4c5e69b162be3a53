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
      : "These eliminate it too, at a higher or unknown cost: \(others.map(described).joined(separator: "; ")). "
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
    } ?? ""
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
      if case .silent(let name) = signal { Markdown.code(name) } else { nil }
    }
    guard !invariants.isEmpty else { return nil }
    return
      "no metric shows wrong data. Run the query of \(Words.list(invariants)) as a reconciliation job, and alert when it returns a row."
  }

  var rollout: Section {
    let share = control.blastRadius.map(\.share) ?? control.stress?.errorRate ?? 0
    var criteria: [String] = []
    if share > 0, share < 1 {
      let calls = Int((log(0.05) / log(1 - share)).rounded(.up))
      criteria.append(
        "Go on when \(Figures.plural(calls, "concurrent call")) have run without the failure: at the measured \(Figures.percent(share)) of calls, at least one of so many would fail with 95% probability if the fix did nothing."
      )
    } else {
      criteria.append(
        "Go on when no row violates the invariants after a time of usual load; the share of calls that fail was not measured."
      )
    }
    criteria.append(
      "Roll back when \(Words.list(control.signals.map(\.name).isEmpty ? ["the failure"] : control.signals.map(\.name))) appear again."
    )
    if let hotfix = eliminating.first, let ratio = hotfix.comparison?.aloneP50, let interval = ratio.interval
    {
      criteria.append(
        "Roll back when the median of an uncontended call is more than \(Figures.factor(max(1, interval.high))) today's: the measured factor is \(Figures.factor(ratio.ratio)), at most \(Figures.factor(interval.high)) at 95% confidence."
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
    case .timeout: "the share of calls beyond their deadline above 0 over 5 minutes."
    case .application(let reason): "the application's error \(Markdown.text(reason)) above 0 over 5 minutes."
    case .stuck:
      "a transaction is open for longer than the longest usual one (\(Markdown.code("pg_stat_activity_max_tx_duration")))."
    case .silent(let invariant): "the query of invariant \(Markdown.code(invariant)) returns a row."
    }
  }
}
