/// Why an expression has no value; each ends the run with the location of its directive.
public enum EvaluationError: Error, Hashable, Sendable {
  /// The variable is read before anything has set it.
  case unset(Variable)
  /// A whole number left 64 bits, or a decimal its range.
  case overflow
  case divisionByZero
  /// An operand of the wrong kind; the text says which and where.
  case type(String)
  /// A value outside what a function or operator is defined for.
  case domain(String)

  /// The error as a sentence, with variables by name.
  public func message(_ symbols: Symbols) -> String {
    switch self {
    case .unset(let variable): "variable ':\(symbols[variable])' is not set"
    case .overflow: "the number is out of range"
    case .divisionByZero: "division by zero"
    case .type(let text), .domain(let text): text
    }
  }
}
