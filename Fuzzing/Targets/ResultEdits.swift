import ContendTestSupport

/// Edits of a stored result, one a line, as a fuzzer can write them.
///
/// The first line is `edit NAME`, a result in `Fuzzing/Corpus/result`. A further line is a letter, the number of a value
/// in the order of the text, and what the letter needs: `s7 TEXT` puts a string there, `j7 JSON` any JSON, `c7 9` the
/// value of another place, `t7 9` that value twice, `e7` an empty value of the same kind, `n7` null.
package enum ResultEdits {
  package static func applied(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let name = lines.first?.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    guard let base = bases[name] ?? bases["explore"] else { return "" }
    var result = base.bytes
    // From the end, so that the places before it stay where they are; of two edits of a place the last counts.
    var edits: [Int: [UInt8]] = [:]
    for line in lines.dropFirst() {
      guard let edit = Edit(line, in: base) else { continue }
      edits[edit.place] = edit.bytes
    }
    var end = result.count
    for (place, bytes) in edits.sorted(by: { base.values[$0.key].lowerBound > base.values[$1.key].lowerBound }
    ) {
      let range = base.values[place]
      // What lies within it has been changed already, and shifts its end.
      guard range.upperBound <= end else { continue }
      result.replaceSubrange(range, with: bytes)
      end = range.lowerBound
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// By their names without the ending.
  private static let bases: [String: Base] = {
    var bases: [String: Base] = [:]
    for (name, text) in Corpus.files(of: "result") where name.hasSuffix(".json") {
      bases[String(name.dropLast(".json".count))] = Base(text)
    }
    return bases
  }()

  /// A result, and where its values stand.
  private struct Base {
    let bytes: [UInt8]
    private(set) var values: [Range<Int>] = []

    init(_ text: String) {
      bytes = Array(text.utf8)
      var position = 0
      readValue(&position)
      values.sort { $0.lowerBound < $1.lowerBound }
    }

    private mutating func readValue(_ position: inout Int) {
      skipBlank(&position)
      let start = position
      guard position < bytes.count else { return }
      switch bytes[position] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): readContainer(&position)
      case UInt8(ascii: "\""): readString(&position)
      default:
        while position < bytes.count, !",]} \n".utf8.contains(bytes[position]) { position += 1 }
      }
      values.append(start..<position)
    }

    private mutating func readContainer(_ position: inout Int) {
      let isObject = bytes[position] == UInt8(ascii: "{")
      position += 1
      while true {
        skipBlank(&position)
        guard position < bytes.count, !"]}".utf8.contains(bytes[position]) else { break }
        if isObject {
          readString(&position)
          skipBlank(&position)
          position += 1
        }
        readValue(&position)
        skipBlank(&position)
        if position < bytes.count, bytes[position] == UInt8(ascii: ",") { position += 1 }
      }
      position = min(position + 1, bytes.count)
    }

    private func readString(_ position: inout Int) {
      position += 1
      while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
        position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
      }
      position = min(position + 1, bytes.count)
    }

    private func skipBlank(_ position: inout Int) {
      while position < bytes.count, " \n".utf8.contains(bytes[position]) { position += 1 }
    }
  }

  private struct Edit {
    var place: Int
    var bytes: [UInt8]

    init?(_ line: Substring, in base: Base) {
      let letter = line.utf8.first
      let digits = line.utf8.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard let letter, let number = UInt(String(Substring(digits))) else { return nil }
      place = Int(number % UInt(base.values.count))
      let rest = Array(line.utf8.dropFirst(1 + digits.count + 1))
      let old = base.bytes[base.values[place]]
      var other: ArraySlice<UInt8> {
        let number = UInt(String(decoding: rest, as: UTF8.self)) ?? 0
        return base.bytes[base.values[Int(number % UInt(base.values.count))]]
      }
      switch letter {
      case UInt8(ascii: "s"): bytes = Self.string(rest)
      case UInt8(ascii: "j"): bytes = rest
      case UInt8(ascii: "c"): bytes = Array(other)
      case UInt8(ascii: "t"): bytes = other + [UInt8(ascii: ",")] + other
      case UInt8(ascii: "e"): bytes = Self.empty(old)
      case UInt8(ascii: "n"): bytes = Array("null".utf8)
      default: return nil
      }
    }

    private static func string(_ text: [UInt8]) -> [UInt8] {
      var result = [UInt8(ascii: "\"")]
      for byte in text {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
        case 0..<0x20: result += Array("\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
        default: result.append(byte)
        }
      }
      return result + [UInt8(ascii: "\"")]
    }

    private static func empty(_ old: ArraySlice<UInt8>) -> [UInt8] {
      switch old.first {
      case UInt8(ascii: "{"): Array("{}".utf8)
      case UInt8(ascii: "["): Array("[]".utf8)
      case UInt8(ascii: "\""): Array("\"\"".utf8)
      default: [UInt8(ascii: "0")]
      }
    }
  }
}
