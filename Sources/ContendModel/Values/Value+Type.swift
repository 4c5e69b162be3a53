extension Value {
  /// The type a value is bound with; unspecified lets the server infer it.
  public var type: TypeOID {
    switch self {
    case .null: .unspecified
    case .boolean: .bool
    case .integer(let integer): Int32(exactly: integer) == nil ? .int8 : .int4
    case .decimal: .numeric
    // Only the database that made a type knows its number, and only until the type is made again.
    case .string(_, let type): type.rawValue < Value.firstOwnType ? type : .unspecified
    case .array(let elements): Value.arrayType(of: elements)
    }
  }

  /// OIDs below are the server's own.
  private static let firstOwnType: UInt32 = 16384

  /// The array type that holds every element; text where they differ, unspecified where none tells.
  private static func arrayType(of elements: [Value]) -> TypeOID {
    let types = Set(elements.lazy.filter { $0 != .null }.map(\.type))
    switch types {
    case []: return .unspecified
    case [.int4]: return .int4Array
    case [.int8], [.int4, .int8]: return .int8Array
    case [.bool]: return .boolArray
    case [.numeric], [.numeric, .int4], [.numeric, .int8], [.numeric, .int4, .int8]: return .numericArray
    default: return .unspecified
    }
  }
}
