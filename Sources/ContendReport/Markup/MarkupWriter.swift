/// Writes markup as text, which is where escaping happens.
///
/// What it writes is well-formed XML 1.0 in both dialects. Only two things differ in HTML: an element without content
/// has an end tag unless HTML knows it as empty, because an HTML parser ignores `/>`; and literals are not escaped.
struct MarkupWriter {
  enum Dialect {
    case html, xml
  }

  /// Elements that HTML parsers close themselves.
  private static let emptyInHTML: Set<String> = ["br", "col", "hr", "img", "link", "meta", "wbr"]

  private let dialect: Dialect
  /// Characters of one text; what is longer is cut and counted. Nil cuts nothing.
  private let longestText: Int?

  init(_ dialect: Dialect, longestText: Int? = nil) {
    self.dialect = dialect
    self.longestText = longestText
  }

  /// A whole document, with the line that begins it.
  func document(_ root: Markup) -> String {
    let start = dialect == .html ? "<!DOCTYPE html>\n" : "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    return start + text(root) + "\n"
  }

  func text(_ markup: Markup) -> String {
    var text = ""
    write(markup, to: &text)
    return text
  }

  private func write(_ markup: Markup, to text: inout String) {
    switch markup {
    case .text(let foreign): text += Self.escaped(shortened(foreign))
    case .literal(let literal): text += dialect == .html ? literal.text : Self.escaped(literal.text)
    case .element(let name, let attributes, let content):
      text += "<" + name.text
      for attribute in attributes.entries {
        text += " \(attribute.name.text)=\"\(Self.escaped(attribute.value, isAttribute: true))\""
      }
      let isClosed = content.isEmpty && (dialect == .xml || Self.emptyInHTML.contains(name.text))
      guard !isClosed else {
        text += "/>"
        return
      }
      text += ">"
      for child in content { write(child, to: &text) }
      text += "</\(name.text)>"
    }
  }

  private func shortened(_ text: String) -> String {
    guard let longestText, text.count > longestText else { return text }
    return "\(text.prefix(longestText))… (\(Figures.grouped(text.count - longestText)) more characters)"
  }

  private static func escaped(_ text: String, isAttribute: Bool = false) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    var follows: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"" where isAttribute: result += "&quot;"
      // A parser would make spaces of them.
      case "\n" where isAttribute && follows != "\r": result += "&#10;"
      case "\t" where isAttribute: result += "&#9;"
      // XML knows one end of a line.
      case "\n" where follows == "\r": break
      case "\r": result += isAttribute ? "&#10;" : "\n"
      default: result.unicodeScalars.append(isShown(scalar) ? scalar : "\u{FFFD}")
      }
      follows = scalar
    }
    return result
  }

  /// Neither a character that XML forbids nor one that steers what shows it.
  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: true
    case _ where scalar.properties.isNoncharacterCodePoint: false
    default: !SafeText.isSteering(scalar)
    }
  }
}
