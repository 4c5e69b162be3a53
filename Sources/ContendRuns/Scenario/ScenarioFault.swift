package import ContendModel

/// Why a scenario cannot be run.
package enum ScenarioFault: Error, Sendable {
  /// With what was perhaps meant, and the names in the library.
  case notFound(String, nearest: String?, known: [String])
  case unreadable(String)
  /// Its first byte, and the line of that, which is no UTF-8.
  case notText(String, byte: Int, line: Int)
  case noVariant(String, known: [String])
  case noFix(String, known: [String])
  case noParameter(String, known: [String])
  case noProfile(String, known: [String])
  case wrongValue(String, String, expected: String)
  /// A number of clients or calls whose interleavings nobody could walk through.
  case unexplorable(String, Int, most: Int)
  /// Errors of the file, or of its first run, at their places.
  case invalid([Diagnostic])
}

extension ScenarioFault: CustomStringConvertible {
  package var description: String { message.description }

  package var message: Message {
    switch self {
    case .notFound(let name, let nearest?, _): "no scenario '\(name)'; did you mean '\(nearest)'?"
    case .notFound(let name, nil, _) where name.contains { "./".contains($0) }: "there is no file \(name)"
    case .notFound(let name, nil, let known):
      "no scenario '\(name)': neither a file nor a name in the library"
        + (known.isEmpty ? "" : " (\(known.joined(separator: ", ")))")
    case .unreadable(let path): "cannot read \(path)"
    case .notText(let path, let byte, let line):
      "\(path) is not UTF-8 text: byte \(byte + 1), in line \(line); save the file as UTF-8"
    case .noVariant(let name, let known): Self.lacks("variant", name, known)
    case .noFix(let name, let known):
      Self.lacks("fix", name, known)
        + (name.contains(",") ? "; repeat \(Setting.fixes) for each of several" : "")
    case .noParameter(let name, let known): Self.lacks("parameter", name, known)
    case .noProfile(let name, let known): Self.lacks("profile", name, known)
    case .wrongValue(let name, let value, let kind):
      "\(Setting.parameters) \(name)=\(value): \(name) is of kind \(kind)"
    case .unexplorable(let what, let number, let most):
      "explore interleaves at most \(most) \(what), not \(number); stress has no such limit"
    case .invalid(let diagnostics): Message(diagnostics.map(\.description).joined(separator: "\n"))
    }
  }

  private static func lacks(_ kind: String, _ name: String, _ known: [String]) -> Message {
    "the scenario has no \(kind) '\(name)'"
      + (known.isEmpty ? ", nor any other" : "; it has \(known.joined(separator: ", "))")
  }
}

extension ScenarioFault {
  /// A name that does not exist is a mistake of the call, anything in a file one of the file.
  var exitCode: Int32 {
    switch self {
    case .notFound, .noVariant, .noFix, .noParameter, .noProfile, .wrongValue, .unexplorable: 64
    case .unreadable, .notText, .invalid: 65
    }
  }
}
