import ContendModel

/// Random small programs with what a reduction is most easily wrong about: statements that pass between
/// events, further connections, SQL that no text shows, locks that are gone before anybody looks, order
/// that only sequences and clocks remember, and state of the session.
///
/// Each is a scenario of its own, with no more of a schema than it uses, so that a mismatch can be run
/// from a file as it was printed. What a client learns it says, and what only an order of values tells
/// is written down by `\finally`: two runs that differ have outcomes that differ.
struct RichProgram: Sendable {
  let seed: UInt64
  let number: Int
  /// What it was made of, to see in a mismatch which of it may be to blame.
  let traits: [String]
  /// The whole scenario.
  let text: String
  /// It may run at SERIALIZABLE, where the oldest transaction of the whole server counts.
  let mayBeSerializable: Bool

  init(seed: UInt64, number: Int) {
    var random = RandomStream(seed: seed, path: number)
    let themes = RichTheme.some(number, &random)
    let repertoire = RichRepertoire(themes, &random)
    let calls = random.isLikely(0.15) ? 2 : 1
    let scopes = random.isLikely(0.25) ? 3 : 2
    // How many orders its events may have, those of optional ones left out: many small programs show more
    // than few big ones.
    var limit = random.isLikely(0.1) ? 900 : 150 * calls * (scopes - 1)
    var clients: [RichClient]
    var orders: Int
    repeat {
      // For long clients few draws are small enough.
      limit += 1
      clients = ["a", "b", "c"].prefix(scopes).map { RichClient($0, repertoire, &random) }
      orders = Self.orders(clients.map { $0.events * calls })
    } while !(20...limit).contains(orders)
    let level: IsolationLevel? =
      random.isLikely(0.2) ? IsolationLevel.allCases.randomElement(using: &random) : nil
    self.seed = seed
    self.number = number
    traits =
      themes.map(\.name) + clients.reduce(into: Set<String>()) { $0.formUnion($1.traits) }.sorted()
      + (calls > 1 ? ["two calls"] : []) + (scopes > 2 ? ["three clients"] : [])
      + (level.map { ["\\isolation \($0.rawValue)"] } ?? [])
    let body = Self.text(themes, clients, calls: calls, level)
    mayBeSerializable = body.uppercased().contains("SERIALIZABLE")
    text = "-- Seed \(seed), program \(number): \(traits.joined(separator: ", "))\n" + body
  }

  private static func text(
    _ themes: [RichTheme], _ clients: [RichClient], calls: Int, _ level: IsolationLevel?
  ) -> String {
    let needed = RichTheme.base + themes.map(\.schema).joined()
    let finish = themes.map(\.finish).joined()
    let roles = clients.map { "\\role \($0.who) clients=1\n" + $0.lines.joined(separator: "\n") + "\n" }
    return """
      \\scenario random "A random program"
      \\atomic none
      \\explore calls=\(calls)
      \(level.map { "\\isolation \($0.rawValue)\n" } ?? "")\\setup
      \(needed)\(finish.isEmpty ? "" : "\\finally\n\(finish)\\endfinally\n")\\variant buggy "random"
      \(roles.joined())
      """
  }

  /// In how many orders these numbers of events can be put.
  private static func orders(_ events: [Int]) -> Int {
    var orders = 1
    var total = 0
    for count in events {
      for index in 1...max(1, count) {
        total += 1
        let (product, isTooMany) = orders.multipliedReportingOverflow(by: total)
        if isTooMany { return .max }
        orders = product / index
      }
    }
    return orders
  }
}

extension RandomStream {
  mutating func isLikely(_ probability: Double) -> Bool { unit() < probability }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }
}
