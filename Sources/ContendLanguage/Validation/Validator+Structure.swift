import ContendModel

/// What must be there, and what must fit together.
extension Validator {
  func checkPresence() {
    if !builder.hasName, builder.marks.once["scenario "] == nil {
      log.error(
        "the scenario has no name", at: scenario.location,
        hint: "begin the file with '\\scenario NAME \"title\"'")
    }
    if scenario.buggy == nil {
      log.error(
        "there is no buggy variant", at: scenario.location,
        hint: "add '\\variant buggy' with the code that fails")
    }
  }

  func checkVariants() {
    for draft in builder.variants {
      checkRoles(of: draft)
      if draft.variant.kind == .buggy, draft.roles.isEmpty, draft.body.isEmpty, !draft.hasMistakes {
        log.error(
          "variant 'buggy' does nothing", at: draft.variant.location,
          hint: "write the code that fails")
      }
    }
  }

  private func checkRoles(of draft: VariantDraft) {
    if let first = draft.body.first, let role = draft.roles.first {
      log.error(
        "this belongs to no role", at: first.location,
        hint: "the variant has roles; put it after '\\role \(role.name)' or another one")
    }
    guard draft.variant.kind != .buggy,
      let buggy = builder.variants.first(where: { $0.variant.kind == .buggy })
    else { return }
    if !draft.body.isEmpty, draft.roles.isEmpty, !buggy.roles.isEmpty {
      let names = buggy.roles.map { "'\\role \($0.name)'" }.joined(separator: " or ")
      log.error(
        "\(draft.label) does not say whose body this is", at: draft.variant.location,
        hint: "'buggy' has roles; begin the body with \(names)")
    }
  }

  /// Roles that do nothing, and roles of a fix that `buggy` does not know.
  func checkUsefulRoles() {
    for draft in builder.variants {
      for role in draft.roles where role.body.isEmpty {
        log.warning(
          "role '\(role.name)' does nothing", at: role.location, hint: "write what its clients do")
      }
      if draft.variant.kind != .buggy { checkNewRoles(of: draft) }
    }
  }

  private func checkNewRoles(of draft: VariantDraft) {
    guard let buggy = builder.variants.first(where: { $0.variant.kind == .buggy }) else { return }
    let known = buggy.roles.isEmpty ? [Role.defaultName] : buggy.roles.map(\.name)
    for role in draft.roles where !known.contains(role.name) && !role.name.isEmpty {
      let nearest = Suggestion.nearest(to: role.name, among: known)
      log.warning(
        "role '\(role.name)' is none of 'buggy', whose own roles run beside it", at: role.location,
        hint: nearest.map { "did you mean '\($0)'?" } ?? "'buggy' has \(known.joined(separator: ", "))")
    }
  }

  /// Names that directives of the header refer to.
  func checkNames() {
    let draws = scenario.draws.map { scenario.symbols[$0.variable] }
    // A draw may be fixed like a parameter, so that a limit is within reach of every call.
    let names = builder.marks.declared.keys.sorted()
    for key in builder.marks.parameterKeys where !names.contains(key.text) {
      log.error(
        "there is no parameter '\(key.text)'", at: key.location,
        hint: Suggestion.nearest(to: key.text, among: names + ["clients", "calls"]).map {
          "did you mean '\($0)'?"
        }
          ?? "declare it with '\\param \(key.text) VALUE'")
    }
    if let partition = builder.marks.partition, !draws.contains(partition.text) {
      log.error(
        "'\(partition.text)' is not drawn, so it splits nothing", at: partition.location,
        hint: Suggestion.hint(for: partition.text, among: draws) ?? "'\\partition' names a '\\draw'")
    }
    let roles = scenario.variants.flatMap(\.roles).map(\.name)
    if let role = builder.marks.crashRole, !roles.contains(role.text) {
      log.error(
        "no variant has a role '\(role.text)'", at: role.location,
        hint: Suggestion.hint(for: role.text, among: Array(Set(roles)).sorted()))
    }
  }

  /// Whether anything at all can count as a failure.
  func checkCriteria() {
    let judging = scenario.judging
    let allowsErrors = judging.allow.contains { $0.kind == .error && $0.detail == nil }
    guard scenario.invariants.isEmpty, judging.never.isEmpty, judging.atomicity == .none, allowsErrors else {
      return
    }
    log.warning(
      "nothing can fail: there is no invariant, no '\\never', and errors are allowed", at: scenario.location,
      hint: "add an '\\invariant' that returns the violating rows")
  }
}
