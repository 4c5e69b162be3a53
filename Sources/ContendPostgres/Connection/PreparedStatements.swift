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
  }

  enum Lookup {
    case known(PreparedName)
    case new(PreparedName)
  }

  /// Indexed by slot.
  private var entries: [[Entry]] = []
  private var count = 0

  /// Statements of the scenario count from 0, the harness's own from -1 down.
  private static func slot(_ id: Int) -> Int { id < 0 ? -2 * id - 1 : 2 * id }

  mutating func name(of id: Int, types: [UInt32]) -> Lookup {
    let slot = PreparedStatements.slot(id)
    if slot < entries.count, let entry = entries[slot].first(where: { $0.types == types }) {
      return .known(entry.name)
    }
    count += 1
    return .new(PreparedName("contend_\(count)"))
  }

  mutating func add(_ name: PreparedName, id: Int, types: [UInt32]) {
    let slot = PreparedStatements.slot(id)
    while entries.count <= slot { entries.append([]) }
    entries[slot].append(Entry(types: types, name: name))
  }
}
