import ContendModel

/// From drafts to the scenario.
extension ScenarioBuilder {
  func finish() -> Scenario {
    reportOpenBody(before: "the end of the file")
    begin(.header)
    inheritRoles()
    scenario.variants = variants.map { draft in
      var variant = draft.variant
      variant.conditions = scenario.conditions.overlaid(with: draft.conditions)
      return variant
    }
    scenario.sizePools()
    exploreRoles()
    if !log.isFull { Validator(self).validate() }
    return scenario
  }

  /// Where `\explore` does not say how many clients there are, the roles do.
  private func exploreRoles() {
    guard !marks.saysExploredClients, let buggy = scenario.buggy else { return }
    let clients = buggy.roles.reduce(0) { $0 + $1.clients }
    if ExploreScope.clientRange.contains(clients), clients > 1 { scenario.exploreScope.clients = clients }
  }

  /// Every variant gets the roles of `buggy` that it does not define itself.
  private func inheritRoles() {
    for index in variants.indices {
      let draft = variants[index]
      variants[index].variant.roles = draft.roles
      if draft.roles.isEmpty, !draft.body.isEmpty {
        let role = Role(name: Role.defaultName, body: draft.body, location: draft.variant.location)
        variants[index].variant.roles = [role]
      }
    }
    guard let buggy = variants.first(where: { $0.variant.kind == .buggy })?.variant else { return }
    for index in variants.indices where variants[index].variant.kind != .buggy {
      let own = variants[index].variant.roles
      let inherited = buggy.roles.filter { role in !own.contains { $0.name == role.name } }
      let order = buggy.roles.map(\.name)
      let all = own + inherited
      let known = order.compactMap { name in all.first { $0.name == name } }
      variants[index].variant.roles = known + own.filter { !order.contains($0.name) }
    }
  }
}

extension Conditions {
  /// These, with what the other one sets put on top.
  func overlaid(with own: Conditions) -> Conditions {
    var merged = self
    merged.pool = own.pool ?? pool
    merged.roundTrip = own.roundTrip ?? roundTrip
    merged.deadline = own.deadline ?? deadline
    merged.isolation = own.isolation ?? isolation
    return merged
  }
}
