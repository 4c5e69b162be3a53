#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension ResultDocument {
  /// The document as JSON text: fields in the documented order, nil as `null`, six significant digits.
  ///
  /// The same document gives the same text. Throws if a figure is infinite or not a number.
  package func json() throws -> String { try Self.text(of: self) }

  /// A list of documents, which is what `prove` of many scenarios writes.
  package static func json(_ documents: [ResultDocument]) throws -> String {
    try text(of: documents)
  }

  private static func text(of value: some Encodable) throws -> String {
    JSONPrinter().text(try JSONTreeEncoder.tree(of: value))
  }

  /// Reads what `json` wrote, of one run or of many; throws `StoredResultError` with what to do about it.
  package static func list(json text: String) throws(StoredResultError) -> [ResultDocument] {
    guard text.first(where: { !$0.isWhitespace }) == "[" else { return [try ResultDocument(json: text)] }
    let data = Data(text.utf8)
    guard let headers = try? JSONDecoder().decode([Header].self, from: data) else { throw .notAResult }
    for header in headers where header.schema != schemaID { throw .otherSchema(header.schema) }
    return try decoded([ResultDocument].self, from: data)
  }

  /// Reads a stored result; throws `StoredResultError` with what to do about it.
  package init(json text: String) throws(StoredResultError) {
    let data = Data(text.utf8)
    let header: Header
    do {
      header = try JSONDecoder().decode(Header.self, from: data)
    } catch {
      throw .notAResult
    }
    guard header.schema == Self.schemaID else { throw .otherSchema(header.schema) }
    self = try Self.decoded(ResultDocument.self, from: data)
  }

  private static func decoded<Value: Decodable>(
    _ type: Value.Type, from data: Data
  ) throws(StoredResultError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch let error as DecodingError {
      throw .damaged(StoredResultError.place(of: error))
    } catch {
      throw .notAResult
    }
  }

  private struct Header: Decodable {
    var schema: String
  }
}

/// Why a stored result could not be read.
package enum StoredResultError: Error, Hashable, Sendable, CustomStringConvertible {
  case notAResult
  case otherSchema(String)
  /// The field that is missing or of the wrong type, as a path.
  case damaged(String)

  package var description: String {
    switch self {
    case .notAResult:
      "this is no result of Contend: expected a JSON object with \"schema\": "
        + "\"\(ResultDocument.schemaID)\", as a run writes it"
    case .otherSchema(let schema):
      "the result's schema is \"\(schema)\", this version reads "
        + "\"\(ResultDocument.schemaID)\"; run the command again to write a new result"
    case .damaged(let place):
      "the result is damaged at \(place); run the command again to write a new result"
    }
  }

  fileprivate static func place(of error: DecodingError) -> String {
    let path: [any CodingKey]
    switch error {
    case .keyNotFound(let key, let context): path = context.codingPath + [key]
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context):
      path = context.codingPath
    @unknown default: path = []
    }
    let keys = path.map { $0.intValue.map(String.init) ?? $0.stringValue }
    return keys.isEmpty ? "its top level" : keys.joined(separator: ".")
  }
}
