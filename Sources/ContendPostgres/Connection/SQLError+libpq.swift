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
}

extension String {
  /// libpq ends its messages with a newline.
  var trimmingNewlines: String {
    var text = self[...]
    while let last = text.last, last.isNewline { text.removeLast() }
    return String(text)
  }
}
