import ContendModel

/// Numbers that stress takes and explore cannot: then it keeps the scenario's scope.
extension RunOptions {
  /// Overrides `\explore clients=`.
  var exploredClients: Int? { clients.flatMap { ExploreScope.clientRange.contains($0) ? $0 : nil } }
  /// Overrides `\explore calls=`.
  var exploredCalls: Int? { calls.flatMap { ExploreScope.callRange.contains($0) ? $0 : nil } }

  /// What explore leaves to stress.
  var unexplored: [(what: String, number: Int, most: Int)] {
    [
      (what: "clients", clients, exploredClients, most: ExploreScope.clientRange.upperBound),
      (what: "calls per client", calls, exploredCalls, most: ExploreScope.callRange.upperBound),
    ].compactMap { what, given, explored, most in
      given.flatMap { explored == nil ? (what, $0, most) : nil }
    }
  }

  /// Throws where there is nothing but explore that could use the numbers.
  func requireExplorable() throws(ScenarioFault) {
    if let (what, number, most) = unexplored.first { throw .unexplorable(what, number, most: most) }
  }

  func noteUnexplored() {
    for (what, number, most) in unexplored {
      note("\(number) \(what) are for stress alone; explore, at most \(most), keeps the scenario's scope")
    }
  }
}
