#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// The PostgreSQL type of a value, by OID; `unspecified` lets the server infer it.
public struct TypeOID: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let unspecified = TypeOID(rawValue: 0)
  public static let bool = TypeOID(rawValue: 16)
  public static let int8 = TypeOID(rawValue: 20)
  public static let int2 = TypeOID(rawValue: 21)
  public static let int4 = TypeOID(rawValue: 23)
  public static let text = TypeOID(rawValue: 25)
  public static let float4 = TypeOID(rawValue: 700)
  public static let float8 = TypeOID(rawValue: 701)
  public static let numeric = TypeOID(rawValue: 1700)
  public static let boolArray = TypeOID(rawValue: 1000)
  public static let int2Array = TypeOID(rawValue: 1005)
  public static let int4Array = TypeOID(rawValue: 1007)
  public static let textArray = TypeOID(rawValue: 1009)
  public static let int8Array = TypeOID(rawValue: 1016)
  public static let numericArray = TypeOID(rawValue: 1231)
}

/// What a variable of a scenario holds; an unset variable is the absence of a `Value`.
///
/// A string read from a column keeps that column's type, so that a `uuid` or a `timestamptz` goes
/// back to the server as what it was.
public enum Value: Hashable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case decimal(Decimal)
  case string(String, type: TypeOID = .unspecified)
  case array([Value])

  /// The word for the value's kind in error messages.
  public var kind: String {
    switch self {
    case .null: "NULL"
    case .boolean: "Boolean"
    case .integer: "integer"
    case .decimal: "decimal"
    case .string: "string"
    case .array: "array"
    }
  }
}
