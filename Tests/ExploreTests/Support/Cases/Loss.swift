import ContendModel
import Testing

/// A small program with an outcome that a reduction loses where it is wrong about one thing.
struct Loss: CustomTestStringConvertible, Sendable {
  /// What the reduction has to know; the test's argument is called so.
  let testDescription: String
  let schema: String
  /// The bodies of its clients.
  let clients: [String]
  /// A query for what only the outcome that is easily lost has; without one an error is that outcome.
  var finding: String?
  /// What its clients' transactions run at.
  var header = ""

  init(
    _ sentence: String, _ schema: String, _ clients: [String], finding: String? = nil, header: String = ""
  ) {
    testDescription = sentence
    self.schema = schema
    self.clients = clients
    self.finding = finding
    self.header = header
  }

  var text: String {
    let roles = zip(["one", "two", "three"], clients).map { "\\role \($0) clients=1\n\($1)\n" }
    let invariant = finding.map { "\\invariant never \"what is easily lost\"\n\($0)\n" } ?? ""
    return """
      \\scenario loss "An outcome that is easily lost"
      \\atomic none
      \(header.isEmpty ? "\\explore calls=1\n" : header)\\setup
      \(schema)
      \\variant buggy "loses it"
      \(roles.joined())\(invariant)
      """
  }

  /// The same program for each of some ways to write one thing.
  static func each(_ ways: [String], _ make: (String) -> Loss) -> [Loss] {
    ways.map { way in
      let loss = make(way)
      return Loss(
        "\(loss.testDescription): \(way.replacing("\n", with: " "))", loss.schema, loss.clients,
        finding: loss.finding, header: loss.header)
    }
  }

  static let all = passing + hidden + attempts + order + moments + keys + timeouts + moving
}
