/// A part of the product that reads foreign text, and what must hold whatever the text is.
package struct FuzzTarget: Sendable {
  /// Also the name of its folder in `Fuzzing/Corpus`.
  package let name: String
  /// What does not hold of what was made of the text; empty where all is well.
  package let violations: @Sendable (String) -> [String]

  init(_ name: String, _ violations: @escaping @Sendable (String) -> [String]) {
    self.name = name
    self.violations = violations
  }

  package static let all = [scenario, sql, expression, result]
}
