/// One way in which a round can fail; two failures are the same failure iff their kinds are equal.
public enum FailureKind: Hashable, Sendable {
  /// An uncaught SQL error by its SQLSTATE, or an application error by its `\fail` reason.
  case error(String)
  case timeout
  case poolTimeout
  case killed
  /// An invariant, by name, returned violating rows.
  case invariant(String)
  /// The outcome is none that a serial order of the calls gives.
  case serialOracle
  /// The outcome contradicts the real-time order of the calls.
  case strictOracle
  /// A business rejection that `\never` names, by its reason.
  case rejected(String)
  /// A call that `\never ok` forbids to succeed.
  case ok
  /// A client never finished.
  case stuck
}

extension FailureKind: CustomStringConvertible, LosslessStringConvertible {
  public var description: String {
    switch self {
    case .error(let code): "error:\(code)"
    case .timeout: "timeout"
    case .poolTimeout: "pool_timeout"
    case .killed: "killed"
    case .invariant(let name): "invariant:\(name)"
    case .serialOracle: "oracle:serial"
    case .strictOracle: "oracle:strict"
    case .rejected(let reason): "rejected:\(reason)"
    case .ok: "ok"
    case .stuck: "stuck"
    }
  }

  public init?(_ description: String) {
    let parts = description.split(separator: ":", maxSplits: 1).map(String.init)
    switch (parts.first, parts.count > 1 ? parts[1] : nil) {
    case ("error", let code?): self = .error(code)
    case ("timeout", nil): self = .timeout
    case ("pool_timeout", nil): self = .poolTimeout
    case ("killed", nil): self = .killed
    case ("invariant", let name?): self = .invariant(name)
    case ("oracle", "serial"): self = .serialOracle
    case ("oracle", "strict"): self = .strictOracle
    case ("rejected", let reason?): self = .rejected(reason)
    case ("ok", nil): self = .ok
    case ("stuck", nil): self = .stuck
    default: return nil
    }
  }
}

extension FailureKind: Comparable {
  public static func < (left: FailureKind, right: FailureKind) -> Bool {
    left.description < right.description
  }
}

/// Coded as its description.
extension FailureKind: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let kind = FailureKind(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no kind of failure: \(text)")
    }
    self = kind
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
