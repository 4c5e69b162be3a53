/// A pool may be as large as a parameter says, so that explore and sweeps can change it.
public enum PoolSize {
  public static let range = 1...10_000

  /// The size that a value of the parameter gives; nil if it gives none.
  public static func of(_ value: Value) -> Int? {
    guard case .integer(let number) = value, range.contains(Int(clamping: number)) else { return nil }
    return Int(number)
  }
}

extension Variant {
  /// The variant with the pool that these values give it; a value that is no size changes nothing.
  public func sizingPool(by values: Variables) -> Variant {
    guard let parameter = conditions.pool?.parameter, let value = values[parameter],
      let size = PoolSize.of(value)
    else { return self }
    var variant = self
    variant.conditions.pool?.size = size
    return variant
  }
}

extension Scenario {
  /// Values of the parameters, nothing else.
  public var parameterValues: Variables {
    var values = Variables(count: symbols.count)
    for parameter in parameters { values[parameter.variable] = parameter.value }
    return values
  }

  /// Gives every variant the pool that the parameters say by now.
  public mutating func sizePools() {
    let values = parameterValues
    variants = variants.map { $0.sizingPool(by: values) }
  }

  /// Parameters that some pool's size depends on.
  public var poolParameters: Set<Variable> {
    Set(variants.compactMap(\.conditions.pool?.parameter))
  }
}
