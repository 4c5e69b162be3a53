import ContendModel

/// The parameters of one statement as libpq takes them, in memory that is used again and again.
///
/// Integers travel as binary int4 or int8, everything else as text; see `Value.text`.
final class ParameterBuffer {
  private(set) var count = 0
  private var capacity = 8
  private(set) var types = UnsafeMutablePointer<UInt32>.allocate(capacity: 8)
  private(set) var lengths = UnsafeMutablePointer<Int32>.allocate(capacity: 8)
  private(set) var formats = UnsafeMutablePointer<Int32>.allocate(capacity: 8)
  /// Where each value is; valid until the next `fill`.
  private(set) var values = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: 8)
  /// Offsets into `bytes`, which may move while it grows; -1 is NULL.
  private var offsets = UnsafeMutablePointer<Int>.allocate(capacity: 8)
  private var bytes = UnsafeMutableRawPointer.allocate(byteCount: 256, alignment: 8)
  private var size = 256
  private var used = 0

  /// A copy that outlives the next `fill`.
  var typeList: [UInt32] { Array(UnsafeBufferPointer(start: types, count: count)) }

  deinit {
    release()
    bytes.deallocate()
  }

  func fill(_ parameters: [Value]) {
    count = 0
    used = 0
    if parameters.count > capacity { grow(to: parameters.count) }
    for value in parameters { append(value) }
    for index in 0..<count {
      let offset = offsets[index]
      values[index] = offset < 0 ? nil : UnsafePointer((bytes + offset).assumingMemoryBound(to: CChar.self))
    }
  }

  private func append(_ value: Value) {
    switch value {
    case .null:
      add(type: .unspecified, offset: -1, length: 0, format: 0)
    case .integer(let integer):
      if let small = Int32(exactly: integer) {
        add(type: .int4, offset: store(small.bigEndian), length: 4, format: 1)
      } else {
        add(type: .int8, offset: store(integer.bigEndian), length: 8, format: 1)
      }
    default:
      add(type: value.type, offset: store(value.text ?? ""), length: 0, format: 0)
    }
  }

  private func add(type: TypeOID, offset: Int, length: Int32, format: Int32) {
    types[count] = type.rawValue
    offsets[count] = offset
    lengths[count] = length
    formats[count] = format
    count += 1
  }

  private func store<Integer: FixedWidthInteger>(_ integer: Integer) -> Int {
    let offset = reserve(MemoryLayout<Integer>.size)
    bytes.storeBytes(of: integer, toByteOffset: offset, as: Integer.self)
    return offset
  }

  /// With a zero at its end.
  private func store(_ text: String) -> Int {
    var text = text
    return text.withUTF8 { utf8 in
      let offset = reserve(utf8.count + 1)
      if let base = utf8.baseAddress { (bytes + offset).copyMemory(from: base, byteCount: utf8.count) }
      bytes.storeBytes(of: 0, toByteOffset: offset + utf8.count, as: UInt8.self)
      return offset
    }
  }

  private func reserve(_ length: Int) -> Int {
    if used + length > size {
      let larger = UnsafeMutableRawPointer.allocate(byteCount: 2 * (used + length), alignment: 8)
      larger.copyMemory(from: bytes, byteCount: used)
      bytes.deallocate()
      bytes = larger
      size = 2 * (used + length)
    }
    defer { used += length }
    return used
  }

  private func grow(to wanted: Int) {
    release()
    capacity = wanted
    types = .allocate(capacity: wanted)
    lengths = .allocate(capacity: wanted)
    formats = .allocate(capacity: wanted)
    values = .allocate(capacity: wanted)
    offsets = .allocate(capacity: wanted)
  }

  private func release() {
    types.deallocate()
    lengths.deallocate()
    formats.deallocate()
    values.deallocate()
    offsets.deallocate()
  }
}
