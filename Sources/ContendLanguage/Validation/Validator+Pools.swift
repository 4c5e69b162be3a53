import ContendModel

/// Pools whose size a parameter says.
extension Validator {
  func checkPools() {
    for pool in builder.marks.poolParameters {
      let name = scenario.symbols[pool.variable]
      guard let parameter = scenario.parameters.first(where: { $0.variable == pool.variable }) else {
        let isDrawn = scenario.draws.contains { $0.variable == pool.variable }
        if isDrawn || pool.isOfHeader {
          log.error(
            "the size of a pool must be a number or a parameter, and ':\(name)' is none", at: pool.location,
            hint: "declare it with '\\param \(name) 10'")
        }
        continue
      }
      checkSize(parameter.value, of: name, at: parameter.location)
      for profile in scenario.profiles {
        checkSize(profile.parameters[pool.variable], of: name, at: profile.location)
      }
      checkSize(scenario.exploreScope.parameters[pool.variable], of: name, at: pool.location)
      for sweep in scenario.sweeps where sweep.name == name {
        for value in sweep.values { checkSize(value, of: name, at: sweep.location) }
      }
    }
  }

  private func checkSize(_ value: Value?, of name: String, at location: SourceLocation) {
    guard let value, PoolSize.of(value) == nil else { return }
    let range = Limits.poolSize
    log.error(
      "'\(name)' is the size of a pool and cannot be \(value.text ?? "NULL")", at: location,
      hint: "use a number from \(range.lowerBound) to \(range.upperBound)")
  }
}
