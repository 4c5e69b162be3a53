package import ContendModel

/// What an oracle says about a history; an oracle that could not decide says so.
package enum Judgement: Hashable, Sendable {
  case valid
  /// At least one failure; at most one of each kind from one oracle.
  case invalid([Failure])
  /// Why nothing is known, as sentences.
  case unknown([String])

  /// Both judgements as one: invalid beats unknown, unknown beats valid (elle's merge order).
  package func merging(_ other: Judgement) -> Judgement {
    switch (self, other) {
    case (.invalid(let left), .invalid(let right)): .invalid(left + right)
    case (.invalid, _): self
    case (_, .invalid): other
    case (.unknown(let left), .unknown(let right)): .unknown(left + right)
    case (.unknown, .valid): self
    case (.valid, _): other
    }
  }

  package var failures: [Failure] {
    if case .invalid(let failures) = self { failures } else { [] }
  }

  package var kinds: Set<FailureKind> { Set(failures.map(\.kind)) }

  package var isUnknown: Bool {
    if case .unknown = self { true } else { false }
  }
}
