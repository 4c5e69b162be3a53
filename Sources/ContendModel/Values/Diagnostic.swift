/// Something wrong with a scenario, at a place, with what to do about it.
public struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Severity: String, Hashable, Sendable {
    case error
    case warning
  }

  public var severity: Severity
  public var location: SourceLocation
  public var message: String
  /// What to do next: a spelling, a limit, the directive that is missing.
  public var hint: String?
  /// The line of the file the location points into, shown below the message.
  public var excerpt: String?

  public init(
    _ severity: Severity, at location: SourceLocation, _ message: String,
    hint: String? = nil, excerpt: String? = nil
  ) {
    self.severity = severity
    self.location = location
    self.message = message
    self.hint = hint
    self.excerpt = excerpt
  }

  /// `file:line:column: error: message`, then the line with a caret, then the hint.
  public var description: String {
    var text = "\(location): \(severity.rawValue): \(message)"
    if let excerpt {
      let caret = String(repeating: " ", count: max(0, location.column - 1)) + "^"
      text += "\n  \(excerpt)\n  \(caret)"
    }
    if let hint { text += "\n  hint: \(hint)" }
    return text
  }
}
