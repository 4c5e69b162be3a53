public import ContendModel

/// A statement with its values: what is interpolated travels as a bind parameter, never as text.
///
/// ```swift
/// try await call.execute("UPDATE inventory SET stock = \(left) WHERE sku = \(sku)")
/// ```
///
/// `\(literal:)`, `\(identifier:)` and `\(unsafe:)` put text where PostgreSQL takes no parameter.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
  /// With `$1`, `$2`, … for the values.
  public let text: String
  public let values: [Value]

  public init(stringLiteral text: String) {
    self.text = text
    values = []
  }

  public init(stringInterpolation: Interpolation) {
    text = stringInterpolation.text
    values = stringInterpolation.values
  }

  /// Puts a statement together from text and values.
  public struct Interpolation: StringInterpolationProtocol {
    var text = ""
    var values: [Value] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity)
    }

    public mutating func appendLiteral(_ literal: String) { text += literal }

    /// A bind parameter.
    public mutating func appendInterpolation(_ value: some SQLConvertible) {
      values.append(value.sqlValue)
      text += "$\(values.count)"
    }

    /// A bind parameter; nil is NULL.
    public mutating func appendInterpolation(_ value: (some SQLConvertible)?) {
      values.append(value?.sqlValue ?? .null)
      text += "$\(values.count)"
    }

    /// A quoted literal.
    public mutating func appendInterpolation(literal value: some SQLConvertible) {
      text += value.sqlValue.sqlLiteral
    }

    /// A quoted identifier.
    public mutating func appendInterpolation(identifier name: String) {
      text += Value.string(name).sqlIdentifier ?? ""
    }

    /// The text as it is: never from outside.
    public mutating func appendInterpolation(unsafe text: String) { self.text += text }
  }
}

/// What can be a parameter of a statement and a column of a row.
public protocol SQLConvertible {
  var sqlValue: Value { get }
  /// Nil where the value is none of this type.
  init?(sqlValue: Value)
}

extension Value: SQLConvertible {
  public var sqlValue: Value { self }
  public init?(sqlValue: Value) { self = sqlValue }
}

extension Int: SQLConvertible {
  public var sqlValue: Value { .integer(Int64(self)) }

  public init?(sqlValue: Value) {
    switch sqlValue {
    case .integer(let number): self.init(exactly: number)
    case .decimal: self.init(sqlValue.text ?? "")
    case .null, .boolean, .string, .array: return nil
    }
  }
}

extension Double: SQLConvertible {
  public var sqlValue: Value { Value(text: "\(self)", type: .float8) }

  public init?(sqlValue: Value) {
    guard let number = sqlValue.doubleValue else { return nil }
    self = number
  }
}

extension Bool: SQLConvertible {
  public var sqlValue: Value { .boolean(self) }

  public init?(sqlValue: Value) {
    guard case .boolean(let value) = sqlValue else { return nil }
    self = value
  }
}

extension String: SQLConvertible {
  public var sqlValue: Value { .string(self) }

  public init?(sqlValue: Value) {
    guard case .string(let text, _) = sqlValue else { return nil }
    self = text
  }
}

extension Array: SQLConvertible where Element: SQLConvertible {
  public var sqlValue: Value { .array(map(\.sqlValue)) }

  public init?(sqlValue: Value) {
    guard case .array(let elements) = sqlValue else { return nil }
    let converted = elements.compactMap(Element.init(sqlValue:))
    guard converted.count == elements.count else { return nil }
    self = converted
  }
}
