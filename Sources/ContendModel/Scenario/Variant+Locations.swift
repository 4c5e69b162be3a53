extension Variant {
  /// Where its statements stand in the scenario file, by `Statement.id`.
  public var statementLocations: [Int: SourceLocation] {
    var locations: [Int: SourceLocation] = [:]
    for role in roles { role.body.forEachStatement { locations[$0.id] = $0.location } }
    return locations
  }
}
