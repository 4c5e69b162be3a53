/// Where an expression finds the values of its variables.
public protocol VariableReader {
  /// The value of a variable; nil where it is unset.
  func value(of variable: Variable) -> Value?
}

/// The variables of one call: a slot for each name of the scenario.
public struct Variables: VariableReader, Hashable, Sendable {
  @usableFromInline internal var slots: [Value?]

  /// All variables unset.
  public init(count: Int) { slots = Array(repeating: nil, count: count) }

  @inlinable public func value(of variable: Variable) -> Value? {
    variable.index < slots.count ? slots[variable.index] : nil
  }

  /// Nil is unset; a variable that was named after these were made gets its slot here.
  @inlinable public subscript(variable: Variable) -> Value? {
    get { value(of: variable) }
    set {
      while slots.count <= variable.index { slots.append(nil) }
      slots[variable.index] = newValue
    }
  }

  /// Takes over the values of others in place; variables they do not have become unset.
  public mutating func copy(_ others: Variables) {
    for index in slots.indices { slots[index] = index < others.slots.count ? others.slots[index] : nil }
    if slots.count < others.slots.count { slots.append(contentsOf: others.slots[slots.count...]) }
  }

  /// What `:ROW_COUNT`, `:SQLSTATE` and `:ERROR` say after a statement that succeeded.
  public mutating func noteSuccess(rows: Int) {
    self[.rowCount] = .integer(Int64(rows))
    self[.sqlState] = Variables.success
    self[.error] = .boolean(false)
  }

  private static let success = Value.string("00000")
}
