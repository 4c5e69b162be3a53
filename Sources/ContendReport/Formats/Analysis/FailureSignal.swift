import ContendModel

/// What of a failure can be seen from outside the program.
enum FailureSignal: Hashable, Sendable {
  /// Statements that end with an SQLSTATE.
  case sqlState(String)
  case deadlock
  /// Calls that get no connection in time.
  case poolTimeout
  /// Calls that exceed their deadline.
  case timeout
  /// An exception of the application, by its reason.
  case application(String)
  /// Calls that never return.
  case stuck
  /// Calls that the application refuses, by the reason.
  case rejection(String)
  /// The process of a call dies.
  case crash
  /// Nothing fails: only the data are wrong, as an invariant shows; nil if only the order of the calls does.
  case silent(invariant: String?)

  init(_ kind: FailureKind) {
    switch kind {
    case .error(let code) where code == "40P01": self = .deadlock
    case .error(let code) where code.isSQLState: self = .sqlState(code)
    case .error(let reason): self = .application(reason)
    case .timeout: self = .timeout
    case .poolTimeout: self = .poolTimeout
    case .stuck: self = .stuck
    case .invariant(let name): self = .silent(invariant: name)
    case .rejected(let reason): self = .rejection(reason)
    case .killed: self = .crash
    case .serialOracle, .strictOracle, .ok: self = .silent(invariant: nil)
    }
  }
}

extension FailureSignal {
  /// No call reports an error.
  var isSilent: Bool { if case .silent = self { true } else { false } }
}

extension ControlSection {
  /// What its failures show outside, each once, in the order of the failures.
  var signals: [FailureSignal] {
    var signals: [FailureSignal] = []
    for signal in failures.compactMap({ FailureKind($0.kind).map(FailureSignal.init) })
    where !signals.contains(signal) {
      signals.append(signal)
    }
    return signals
  }
}

extension String {
  fileprivate var isSQLState: Bool {
    utf8.count == 5 && utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
      && contains(where: \.isNumber)
  }
}
