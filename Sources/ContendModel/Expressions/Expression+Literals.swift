extension Expression {
  /// The constants in it.
  package var literals: [Value] {
    switch self {
    case .literal(let value): [value]
    case .variable, .isSet: []
    case .unary(_, let operand): operand.literals
    case .binary(_, let left, let right): left.literals + right.literals
    case .call(_, let arguments), .list(let arguments): arguments.flatMap(\.literals)
    case .conditional(let branches, let otherwise):
      branches.flatMap { $0.condition.literals + $0.value.literals } + (otherwise?.literals ?? [])
    }
  }
}
