/// A client-side expression: of `\set`, `\if`, `\draw`, `\bind` and the options of directives.
public indirect enum Expression: Hashable, Sendable {
  case literal(Value)
  case variable(Variable)
  /// `:{?name}`: whether the variable is set.
  case isSet(Variable)
  case unary(UnaryOperator, Expression)
  case binary(BinaryOperator, Expression, Expression)
  case call(Function, [Expression])
  /// `[a, b, c]`
  case list([Expression])
  /// `CASE WHEN condition THEN value … ELSE value END`
  case conditional([ConditionalBranch], otherwise: Expression?)
}

/// One `WHEN condition THEN value`.
public struct ConditionalBranch: Hashable, Sendable {
  public var condition: Expression
  public var value: Expression

  public init(condition: Expression, value: Expression) {
    self.condition = condition
    self.value = value
  }
}

public enum UnaryOperator: String, Hashable, Sendable, CaseIterable {
  case negate = "-"
  case plus = "+"
  case not = "NOT"
  case bitwiseNot = "~"
  case isNull = "IS NULL"
  case isNotNull = "IS NOT NULL"
}

public enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
  case or = "OR"
  case and = "AND"
  case equal = "="
  case notEqual = "<>"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case concatenate = "||"
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case modulo = "%"
  case bitwiseAnd = "&"
  case bitwiseOr = "|"
  case bitwiseXor = "#"
  case shiftLeft = "<<"
  case shiftRight = ">>"
  /// The right side is a list of two: the bounds.
  case between = "BETWEEN"
  /// The right side is a list.
  case isIn = "IN"
}

/// The functions of expressions; the raw value is the name in the language.
public enum Function: String, Hashable, Sendable, CaseIterable {
  case abs, least, greatest, mod, length, debug
  case integer = "int"
  case double, ceil, floor, round, sqrt, ln, exp, pow, power, pi
  case hash, permute
  case hashFNV1a = "hash_fnv1a"
  case hashMurmur2 = "hash_murmur2"
  case random
  case randomZipfian = "random_zipfian"
  case randomGaussian = "random_gaussian"
  case randomExponential = "random_exponential"
  /// `sample(a, b, n)`: n distinct integers of a…b, in random order.
  case sample
  /// `pick(v1, v2, …)`: one of the values, each as likely.
  case pick
  /// `weighted(v1:w1, …)`: one of the values by weight; arguments alternate value, weight.
  case weighted
  /// `chunks(list, n)`: the list cut into arrays of at most n.
  case chunks
}
