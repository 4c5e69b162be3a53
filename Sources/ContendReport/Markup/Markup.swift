/// A piece of HTML, SVG or XML, whose foreign text stays text.
///
/// Text and the values of attributes are escaped by `MarkupWriter` and nowhere else. Names, and the one kind of
/// text that is not escaped, can only be literals of the program.
enum Markup: Hashable, Sendable {
  /// The name of an element or an attribute: a literal, so that no foreign text becomes one.
  struct Name: Hashable, Sendable, ExpressibleByStringLiteral {
    let text: String

    init(stringLiteral literal: StaticString) { text = literal.description }
  }

  /// Attributes in the order in which they are written; one without a value is left out.
  struct Attributes: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    struct Entry: Hashable, Sendable {
      let name: Name
      let value: String
    }

    private(set) var entries: [Entry]

    init(dictionaryLiteral elements: (Name, String?)...) {
      entries = elements.compactMap { name, value in value.map { Entry(name: name, value: $0) } }
    }
  }

  /// Text of the program, such as a style sheet, which HTML reads unescaped.
  struct Literal: Hashable, Sendable, ExpressibleByStringLiteral {
    let text: String

    init(stringLiteral literal: StaticString) { text = literal.description }
  }

  case text(String)
  case literal(Literal)
  indirect case element(Name, Attributes, [Markup])

  static func element(
    _ name: Name, _ attributes: Attributes = [:], @MarkupBuilder _ content: () -> [Markup] = { [] }
  ) -> Markup {
    .element(name, attributes, content())
  }
}

/// Lists what stands in an element: elements, text, and lists and optionals of both.
@resultBuilder enum MarkupBuilder {
  static func buildExpression(_ markup: Markup) -> [Markup] { [markup] }
  static func buildExpression(_ text: String) -> [Markup] { [.text(text)] }
  static func buildExpression(_ list: [Markup]) -> [Markup] { list }
  static func buildExpression(_ markup: Markup?) -> [Markup] { markup.map { [$0] } ?? [] }
  static func buildBlock(_ parts: [Markup]...) -> [Markup] { Array(parts.joined()) }
  static func buildOptional(_ part: [Markup]?) -> [Markup] { part ?? [] }
  static func buildEither(first part: [Markup]) -> [Markup] { part }
  static func buildEither(second part: [Markup]) -> [Markup] { part }
  static func buildArray(_ parts: [[Markup]]) -> [Markup] { Array(parts.joined()) }
}
