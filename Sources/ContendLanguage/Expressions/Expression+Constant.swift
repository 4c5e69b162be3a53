import ContendModel

extension Expression {
  /// The value of a literal or a list of literals; nil for what has to be worked out.
  var constantValue: Value? {
    switch self {
    case .literal(let value): return value
    case .list(let elements):
      var values: [Value] = []
      for element in elements {
        guard let value = element.constantValue else { return nil }
        values.append(value)
      }
      return .array(values)
    default: return nil
    }
  }

  /// Whether it has the same value whenever it is worked out.
  var isConstant: Bool {
    switch self {
    case .literal: true
    case .variable, .isSet: false
    case .unary(_, let operand): operand.isConstant
    case .binary(_, let left, let right): left.isConstant && right.isConstant
    case .call(let function, let arguments): !function.draws && arguments.allSatisfy(\.isConstant)
    case .list(let elements): elements.allSatisfy(\.isConstant)
    case .conditional(let branches, let otherwise):
      branches.allSatisfy { $0.condition.isConstant && $0.value.isConstant } && otherwise?.isConstant != false
    }
  }
}

extension Function {
  /// Whether its value comes from the seed.
  var draws: Bool {
    switch self {
    case .random, .randomZipfian, .randomGaussian, .randomExponential, .sample, .pick, .weighted: true
    default: false
    }
  }
}
