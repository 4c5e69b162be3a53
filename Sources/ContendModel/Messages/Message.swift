/// Text that mentions settings without spelling them: whoever shows it does.
package struct Message: Hashable, Sendable, ExpressibleByStringInterpolation {
  fileprivate enum Part: Hashable {
    case text(String)
    case setting(Setting)
  }

  private var parts: [Part]

  package init(_ text: String) { parts = [.text(text)] }

  package init(stringLiteral text: String) { self.init(text) }

  package init(stringInterpolation interpolation: StringInterpolation) { parts = interpolation.parts }

  /// The text, with each setting as `name` spells it.
  package func text(naming name: (Setting) -> String) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .setting(let setting): name(setting)
      }
    }.joined()
  }

  /// Line by line, without indentation.
  package var lines: [Message] {
    var lines = [Message("")]
    for part in parts {
      guard case .text(let text) = part else {
        lines[lines.count - 1].parts.append(part)
        continue
      }
      for (index, piece) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        if index == 0 {
          lines[lines.count - 1].parts.append(.text(String(piece)))
        } else {
          lines.append(Message(String(piece.drop { $0 == " " })))
        }
      }
    }
    return lines
  }

  package static func + (left: Message, right: Message) -> Message {
    var sum = left
    sum.parts += right.parts
    return sum
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var parts: [Part] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      parts.reserveCapacity(2 * interpolationCount)
    }

    package mutating func appendLiteral(_ literal: String) { parts.append(.text(literal)) }

    package mutating func appendInterpolation(_ setting: Setting) { parts.append(.setting(setting)) }

    package mutating func appendInterpolation(_ value: some Any) { parts.append(.text("\(value)")) }

    package mutating func appendInterpolation(_ message: Message) { parts += message.parts }
  }
}

extension Message: CustomStringConvertible {
  /// For logs and tests: settings by the names they have in the code.
  package var description: String { text { $0.rawValue } }
}
