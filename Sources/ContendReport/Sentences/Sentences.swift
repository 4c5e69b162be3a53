package import ContendModel
package import ContendVerdict

/// Words what runs found: every sentence about a verdict is made here, with the figures of `Figures`.
package struct Sentences: Sendable {
  package let surface: Surface

  package init(_ surface: Surface) { self.surface = surface }

  /// What was found, with what to do where that decides nothing.
  package func text(_ evidence: Evidence) -> String {
    [fact(evidence), advice(evidence.suggestions)].compactMap(\.self).joined(separator: " ")
  }

  private func fact(_ evidence: Evidence) -> String {
    switch evidence {
    case .rounds(let found): Self.sentence(found)
    case .schedules(let found): Self.sentence(found)
    case .serial(let found): Self.sentence(found)
    case .scrutiny(let found): Self.sentence(found)
    }
  }

  private func advice(_ suggestions: [Suggestion]) -> String? {
    switch suggestions {
    case []: nil
    case [.moreTime]: "Raise \(surface.name(of: .budget))."
    case [.moreTime, .moreClients]:
      "Raise \(surface.name(of: .budget)), or \(surface.name(of: .clients)) to make it fail more often."
    case [.moreClients, .explore]: "Raise \(surface.name(of: .clients)), or explore its interleavings."
    case [.relaxAtomicity]:
      "No invariant is violated: if these answers are acceptable, say so with \\atomic transaction or \\atomic none."
    default: suggestions.compactMap { advice([$0]) }.joined(separator: " ")
    }
  }

  static func list(_ kinds: [FailureKind]) -> String {
    kinds.map(\.description).joined(separator: ", ")
  }
}
