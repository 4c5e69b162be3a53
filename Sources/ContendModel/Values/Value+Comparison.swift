#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Value {
  enum Order: Sendable {
    case before
    case same
    case after
  }

  /// How two values that are not NULL compare: numbers with numbers, strings with strings by their
  /// bytes (the `C` collation), false before true, arrays element by element.
  func compare(with other: Value) throws(EvaluationError) -> Order {
    switch (self, other) {
    case (.integer(let a), .integer(let b)): return Self.order(a, b)
    case (.integer, .decimal), (.decimal, .integer), (.decimal, .decimal):
      return Self.order(decimalValue ?? 0, other.decimalValue ?? 0)
    case (.string(let a, _), .string(let b, _)): return Self.order(a, b)
    case (.boolean(let a), .boolean(let b)): return Self.order(a ? 1 : 0, b ? 1 : 0)
    case (.array(let a), .array(let b)): return try Self.order(a, b)
    default: throw .type("\(article) cannot be compared with \(other.article)")
    }
  }

  private static func order<Number: Comparable>(_ a: Number, _ b: Number) -> Order {
    a == b ? .same : a < b ? .before : .after
  }

  private static func order(_ a: String, _ b: String) -> Order {
    if a.utf8.elementsEqual(b.utf8) { return .same }
    return a.utf8.lexicographicallyPrecedes(b.utf8) ? .before : .after
  }

  /// NULL elements are equal and come last, as in PostgreSQL's arrays.
  private static func order(_ a: [Value], _ b: [Value]) throws(EvaluationError) -> Order {
    for (left, right) in zip(a, b) {
      switch (left, right) {
      case (.null, .null): continue
      case (.null, _): return .after
      case (_, .null): return .before
      default:
        let order = try left.compare(with: right)
        if order != .same { return order }
      }
    }
    return order(a.count, b.count)
  }
}
