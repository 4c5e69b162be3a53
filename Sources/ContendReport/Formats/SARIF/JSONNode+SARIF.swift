import ContendModel

/// Pieces of SARIF.
extension JSONNode {
  /// Text; what viewers would read as a link or would be steered by stays text.
  static func message(_ text: String) -> JSONNode {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      SafeText.neutralised(String($0)).replacing("](", with: "] (")
    }
    return .object(["text": .string(lines.joined(separator: "\n"))])
  }

  static func location(_ location: SourceLocation?, message: String? = nil) -> JSONNode {
    .object([
      "physicalLocation": location.map { place in
        .object([
          "artifactLocation": .object(["uri": .string(uri(ofFile: place.file))]),
          "region": .object([
            "startLine": .integer(max(1, place.line)), "startColumn": .integer(max(1, place.column)),
          ]),
        ])
      }, "message": message.map { .message($0) },
    ])
  }

  /// A path as a URI reference; a relative one stays relative, so that it is found in the repository.
  private static func uri(ofFile path: String) -> String {
    let encoded = path.utf8.map { byte -> String in
      switch Character(Unicode.Scalar(byte)) {
      case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~", "/": return String(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        return "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return (path.hasPrefix("/") ? "file://" : "") + encoded.joined()
  }
}
