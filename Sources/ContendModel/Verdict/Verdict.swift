/// What was shown about a fix; see `docs` for what each one takes.
public enum Verdict: String, Hashable, Sendable, CaseIterable, Codable {
  case eliminatedProved = "eliminated_proved"
  case eliminatedStatistically = "eliminated_statistically"
  case notFixed = "not_fixed"
  case reduced
  case masked
  case regressed
  case inconclusive

  /// The exit code of a command whose verdict this is.
  public var exitCode: Int32 {
    switch self {
    case .eliminatedProved, .eliminatedStatistically: 0
    case .notFixed, .reduced: 1
    case .inconclusive: 2
    case .masked: 3
    case .regressed: 4
    }
  }

  /// Which of several verdicts decides: the highest.
  public var priority: Int {
    switch self {
    case .regressed: 5
    case .notFixed: 4
    case .reduced: 3
    case .masked: 2
    case .inconclusive: 1
    case .eliminatedProved, .eliminatedStatistically: 0
    }
  }
}

/// A verdict as `\expect` names it in a fix.
public enum VerdictPattern: Hashable, Sendable, CustomStringConvertible {
  /// Either eliminated form.
  case eliminated
  case exactly(Verdict)

  public init?(_ token: String) {
    if token == "eliminated" {
      self = .eliminated
    } else if let verdict = Verdict(rawValue: token) {
      self = .exactly(verdict)
    } else {
      return nil
    }
  }

  /// `not_fixed` accepts `reduced` too: both say that the failure still happens.
  public func accepts(_ verdict: Verdict) -> Bool {
    switch self {
    case .eliminated: verdict == .eliminatedProved || verdict == .eliminatedStatistically
    case .exactly(.notFixed): verdict == .notFixed || verdict == .reduced
    case .exactly(let expected): verdict == expected
    }
  }

  public var description: String {
    switch self {
    case .eliminated: "eliminated"
    case .exactly(let verdict): verdict.rawValue
    }
  }
}
