import ContendModel

/// The bytes of one file and where its lines begin.
final class SourceText: Sendable {
  let file: String
  let bytes: [UInt8]
  /// Offset of the first byte of every line.
  private let lineStarts: [Int]
  /// For lines that are not all ASCII: the column of every byte.
  ///
  /// Worked out once, so that a location costs the same in a file of one long line.
  private let columns: [Int: [Int32]]

  init(_ text: String, file: String) {
    self.file = file
    bytes = Array(text.utf8)
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    lineStarts = starts
    columns = Self.columns(of: bytes, lineStarts: starts)
  }

  var count: Int { bytes.count }

  /// The byte at an offset; 0 past the end, which no file holds (see `ScenarioParser`).
  subscript(offset: Int) -> UInt8 { offset >= 0 && offset < bytes.count ? bytes[offset] : 0 }

  func text(_ range: Range<Int>) -> String {
    let range = range.clamped(to: 0..<bytes.count)
    return String(decoding: bytes[range], as: UTF8.self)
  }

  func location(at offset: Int) -> SourceLocation {
    let line = lineIndex(of: offset)
    let inLine = max(0, min(offset, bytes.count) - lineStarts[line])
    var column = inLine + 1
    if let table = columns[line] { column = Int(table[min(inLine, table.count - 1)]) }
    return SourceLocation(file: file, line: line + 1, column: column)
  }

  /// The line of that number (from 1) without its line end, cut where no screen would show it.
  func line(_ number: Int) -> String {
    guard number >= 1, number <= lineStarts.count else { return "" }
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return String(text(start..<end).prefix(500))
  }

  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  private static func columns(of bytes: [UInt8], lineStarts: [Int]) -> [Int: [Int32]] {
    var tables: [Int: [Int32]] = [:]
    for (line, start) in lineStarts.enumerated() {
      let end = line + 1 < lineStarts.count ? lineStarts[line + 1] : bytes.count
      guard bytes[start..<end].contains(where: { $0 >= 0x80 }) else { continue }
      var table: [Int32] = []
      table.reserveCapacity(end - start + 1)
      var column: Int32 = 0
      for character in String(decoding: bytes[start..<end], as: UTF8.self) {
        column += 1
        for _ in character.utf8 { table.append(column) }
      }
      table.append(column + 1)
      tables[line] = table
    }
    return tables
  }
}
