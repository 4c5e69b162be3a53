import ContendModel

/// What a client's open transaction has touched so far, as far as footprints tell.
struct Holdings {
  private(set) var accesses: [Footprint.Access] = []
  /// It may hold anything.
  private(set) var isUnknown = false

  mutating func add(_ footprint: Footprint) {
    if footprint.ending != nil {
      self = Holdings()
      return
    }
    isUnknown = isUnknown || footprint.isUniversal
    for access in footprint.accesses where !accesses.contains(access) { accesses.append(access) }
  }
}
