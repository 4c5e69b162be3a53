/// A format in which results are written to files.
package struct ResultFormat: Sendable {
  /// As its flag has it, such as `json`.
  package let name: String
  private let text: @Sendable ([ResultDocument]) throws -> String
  private let textOfOne: @Sendable (ResultDocument) throws -> String

  /// - Parameters:
  ///   - one: the text of one result.
  ///   - many: the text of the results of several scenarios.
  init(
    _ name: String, one: @escaping @Sendable (ResultDocument) throws -> String,
    many: @escaping @Sendable ([ResultDocument]) throws -> String
  ) {
    self.name = name
    text = many
    textOfOne = one
  }

  /// Throws if a figure cannot be written.
  package func text(of document: ResultDocument) throws -> String { try textOfOne(document) }

  /// Throws if a figure cannot be written.
  package func text(of documents: [ResultDocument]) throws -> String { try text(documents) }
}
