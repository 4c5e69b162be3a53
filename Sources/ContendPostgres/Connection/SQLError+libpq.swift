import CLibpq
import ContendModel

extension SQLError {
  /// Reads every field of a failed result.
  init(result: OpaquePointer) {
    func field(_ code: Character) -> String? {
      code.asciiValue.flatMap { PQresultErrorField(result, Int32($0)) }.map { String(cString: $0) }
    }
    self.init(
      sqlState: field("C") ?? "XX000",
      message: field("M") ?? String(cString: PQresultErrorMessage(result)).trimmingNewlines)
    detail = field("D")
    hint = field("H")
    position = field("P").flatMap { Int($0) }
    constraint = field("n")
    table = field("t")
    column = field("c")
    context = field("W")
  }

  /// The connection failed before the server could say anything: SQLSTATE 08006.
  init(brokenConnection connection: OpaquePointer) {
    let message = PQerrorMessage(connection).map { String(cString: $0).trimmingNewlines } ?? ""
    self.init(sqlState: "08006", message: message.isEmpty ? "the connection was lost" : message)
  }

  /// The connection could not be made: the SQLSTATE of a refused login, else 08001.
  init(refusedConnection connection: OpaquePointer) {
    let broken = SQLError(brokenConnection: connection)
    let lines = broken.message.split(separator: "\n").filter { !$0.hasPrefix("LOCATION:") }
    let marked = lines.lazy.compactMap { line in Self.sqlState(in: line).map { (line, $0) } }.first
    guard let (line, range) = marked else {
      self.init(sqlState: "08001", message: lines.joined(separator: "\n"))
      return
    }
    // Each attempt, with and without encryption, has a line; the first is the one that tells.
    self.init(
      sqlState: String(line[range]),
      message: String(line[..<range.lowerBound] + line[range.upperBound...].dropFirst(2)))
  }

  /// `FATAL:  28P01: password…`, as the verbose form has it.
  private static func sqlState(in line: Substring) -> Range<Substring.Index>? {
    var rest = line
    while let colon = rest.firstIndex(of: ":") {
      rest = rest[rest.index(after: colon)...]
      let code = rest.drop { $0 == " " }.prefix(5)
      let isCode = code.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
      // A severity, such as FATAL, has five letters too, but never a digit.
      if code.count == 5, isCode, code.contains(where: \.isNumber), line[code.endIndex...].hasPrefix(": ") {
        return code.startIndex..<code.endIndex
      }
    }
    return nil
  }
}

extension String {
  /// libpq ends its messages with a newline.
  var trimmingNewlines: String {
    var text = self[...]
    while let last = text.last, last.isNewline { text.removeLast() }
    return String(text)
  }
}
