/// A format in which results are written to files.
package struct ResultFormat: Sendable {
  /// As its flag has it, such as `json`.
  package let name: String
  /// It has a place for scenarios that could not be run, even where there is no result beside them.
  package let tellsFaults: Bool
  private let text: @Sendable (ResultList) throws -> String
  private let textOfOne: @Sendable (ResultDocument) throws -> String

  /// - Parameters:
  ///   - one: the text of one result.
  ///   - many: the text of the results of several scenarios.
  init(
    _ name: String, tellsFaults: Bool = false,
    one: @escaping @Sendable (ResultDocument) throws -> String,
    many: @escaping @Sendable (ResultList) throws -> String
  ) {
    self.name = name
    self.tellsFaults = tellsFaults
    text = many
    textOfOne = one
  }

  /// A format that writes one result as it writes a list of one.
  init(_ name: String, _ text: @escaping @Sendable (ResultList) throws -> String) {
    self.init(name, tellsFaults: true, one: { try text(ResultList([$0])) }, many: text)
  }

  /// Throws if a figure cannot be written.
  package func text(of document: ResultDocument) throws -> String { try textOfOne(document) }

  /// Throws if a figure cannot be written.
  package func text(of list: ResultList) throws -> String { try text(list) }
}
