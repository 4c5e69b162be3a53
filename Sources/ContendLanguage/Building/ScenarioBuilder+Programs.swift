package import ContendModel

/// The body of a variant, or of one of its roles, that is written in Swift.
package struct GivenProgram: Sendable {
  package var kind: Variant.Kind
  /// Of the variant.
  package var name: String
  /// Nil keeps what the text says, or is the name.
  package var title: String?
  /// Nil is the variant without roles.
  package var role: (name: String, clients: Int?)?
  package var body: SwiftBody
  package var location: SourceLocation

  package init(
    kind: Variant.Kind, name: String, title: String?, role: (name: String, clients: Int?)?, body: SwiftBody,
    location: SourceLocation
  ) {
    self.kind = kind
    self.name = name
    self.title = title
    self.role = role
    self.body = body
    self.location = location
  }
}

extension ScenarioBuilder {
  /// Puts programs into the variants that the text declares without a body, or into variants of their own.
  func add(_ programs: [GivenProgram]) {
    guard !programs.isEmpty else { return }
    begin(.header)
    hasPrograms = true
    for program in programs { add(program) }
  }

  private func add(_ program: GivenProgram) {
    let index = variants.firstIndex { $0.variant.name == program.name } ?? variants.count
    if index == variants.count {
      let variant = Variant(
        kind: program.kind, name: program.name, title: program.name, location: program.location)
      variants.append(VariantDraft(variant: variant))
    }
    if let title = program.title { variants[index].variant.title = title }
    let steps = [Step(.swift(program.body), at: program.location)]
    if let role = program.role {
      add(steps, role: role.name, clients: role.clients, to: index, at: program.location)
    } else if variants[index].body.isEmpty, variants[index].roles.isEmpty {
      variants[index].body = steps
    } else {
      reportSecondBody(of: variants[index].label, at: program.location)
    }
  }

  private func add(
    _ steps: [Step], role name: String, clients: Int?, to index: Int, at location: SourceLocation
  ) {
    guard let known = variants[index].roles.firstIndex(where: { $0.name == name }) else {
      variants[index].roles.append(Role(name: name, clients: clients ?? 1, body: steps, location: location))
      return
    }
    guard variants[index].roles[known].body.isEmpty else {
      return reportSecondBody(of: "role '\(name)' of \(variants[index].label)", at: location)
    }
    variants[index].roles[known].body = steps
    if let clients { variants[index].roles[known].clients = clients }
  }

  private func reportSecondBody(of what: String, at location: SourceLocation) {
    log.error(
      "\(what) has a body already", at: location,
      hint: "leave the one in the text empty, or give this one another name")
  }
}
