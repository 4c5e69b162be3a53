import ContendModel

/// The parameters of one statement as libpq takes them, in memory that is used again and again.
///
/// Integers travel as binary int4 or int8, everything else as text; see `Value.text`.
struct ParameterBuffer {
  private(set) var types: [UInt32] = []
  private(set) var lengths: [Int32] = []
  private(set) var formats: [Int32] = []
  private var offsets: [Int] = []
  private var bytes: [UInt8] = []

  var count: Int { types.count }

  mutating func fill(_ values: [Value]) {
    types.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
    formats.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    for value in values { append(value) }
  }

  /// Calls `body` with pointers that are valid until it returns.
  func withPointers<Result>(_ body: ([UnsafePointer<CChar>?]) -> Result) -> Result {
    bytes.withUnsafeBytes { buffer in
      let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      return body(offsets.map { $0 < 0 ? nil : base.map { [offset = $0] in $0 + offset } })
    }
  }

  private mutating func append(_ value: Value) {
    switch value {
    case .null:
      add(type: .unspecified, offset: -1, length: 0, format: 0)
    case .integer(let integer):
      let offset = bytes.count
      if let small = Int32(exactly: integer) {
        withUnsafeBytes(of: small.bigEndian) { bytes.append(contentsOf: $0) }
        add(type: .int4, offset: offset, length: 4, format: 1)
      } else {
        withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
        add(type: .int8, offset: offset, length: 8, format: 1)
      }
    default:
      let offset = bytes.count
      bytes.append(contentsOf: (value.text ?? "").utf8)
      bytes.append(0)
      add(type: value.type, offset: offset, length: 0, format: 0)
    }
  }

  private mutating func add(type: TypeOID, offset: Int, length: Int32, format: Int32) {
    types.append(type.rawValue)
    offsets.append(offset)
    lengths.append(length)
    formats.append(format)
  }
}
