import ContendTestSupport

/// What every output promises, whatever text it shows.
enum OutputCheck {
  static func html(_ text: String) -> [String] {
    let body = text.hasPrefix(doctype) ? text.dropFirst(doctype.count) : "<"
    return markup(String(body), "html") + steering(text, tabs: true).map { "html holds \($0)" }
  }

  static func xml(_ text: String) -> [String] {
    let body = text.hasPrefix(declaration) ? text.dropFirst(declaration.count) : "<"
    return markup(String(body), "xml") + steering(text, tabs: true).map { "xml holds \($0)" }
  }

  static func markdown(_ text: String) -> [String] {
    let prose = MarkdownText.withoutCode(text).lowercased()
    let elements = ["<script", "<img", "<iframe", "<style"].filter(prose.contains)
    return elements.map { "markdown holds \($0)" } + steering(text).map { "markdown holds \($0)" }
  }

  static func terminal(_ text: String) -> [String] { steering(text).map { "the terminal gets \($0)" } }

  static func json(_ text: String) -> [String] {
    (try? JSONValue(text: text)) == nil ? ["what should be JSON is none"] : []
  }

  /// Each line is one command of a job, and nothing else is.
  static func annotations(_ text: String) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
    let others = lines.filter { !$0.hasPrefix("::error file=") && !$0.hasPrefix("::warning ") }
    return others.map { "an annotation is '\($0)'" } + steering(text).map { "an annotation holds \($0)" }
  }

  /// Characters that steer what shows them; the end of a line is none, nor is a tab in markup, which XML keeps.
  static func steering(_ text: String, tabs: Bool = false) -> [String] {
    let found = text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x0A: false
      case 0x09: !tabs
      case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
      default: false
      }
    }
    return Set(found).map { "U+\(String($0.value, radix: 16))" }
  }

  private static let doctype = "<!DOCTYPE html>\n"
  private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

  private static func markup(_ text: String, _ format: String) -> [String] {
    switch WellFormed.elements(of: text) {
    case .success(let names):
      names.contains { $0.lowercased() == "script" } ? ["\(format) holds a script"] : []
    case .failure(let mistake): ["\(format) is not well formed: \(mistake)"]
    }
  }
}
