/// The name of a prepared statement, kept as the C string that libpq wants with every execution.
final class PreparedName {
  let pointer: UnsafePointer<CChar>

  init(_ name: String) {
    let bytes = Array(name.utf8CString)
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    copy.initialize(from: bytes, count: bytes.count)
    pointer = UnsafePointer(copy)
  }

  deinit { pointer.deallocate() }
}

/// Which statements a connection has prepared; one for each combination of parameter types.
struct PreparedStatements {
  private struct Entry {
    let types: [UInt32]
    let name: PreparedName

    func has(_ parameters: ParameterBuffer) -> Bool {
      guard types.count == parameters.count else { return false }
      for index in 0..<types.count where types[index] != parameters.types[index] { return false }
      return true
    }
  }

  enum Lookup {
    case known(PreparedName)
    case new(PreparedName)
  }

  /// Indexed by statement id, for the low numbers that scenarios use.
  private var entries: [[Entry]] = []
  private var others: [Int: [Entry]] = [:]
  private var count = 0
  private static let indexed = 0..<1024

  mutating func name(of id: Int, for parameters: ParameterBuffer) -> Lookup {
    if id >= 0, id < entries.count {
      for entry in entries[id] where entry.has(parameters) { return .known(entry.name) }
    } else if let entry = others[id]?.first(where: { $0.has(parameters) }) {
      return .known(entry.name)
    }
    count += 1
    return .new(PreparedName("contend_\(count)"))
  }

  /// - Parameter types: as they were when the statement was prepared.
  mutating func add(_ name: PreparedName, id: Int, types: [UInt32]) {
    let entry = Entry(types: types, name: name)
    guard Self.indexed.contains(id) else {
      others[id, default: []].append(entry)
      return
    }
    while entries.count <= id { entries.append([]) }
    entries[id].append(entry)
  }
}
