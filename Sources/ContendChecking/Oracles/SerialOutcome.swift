package import ContendModel

/// What a run came to, as far as its clients and the database can tell.
///
/// Values that the server drew count as equal up to a renaming that is the same for the whole outcome,
/// and points in time from a clock as equal.
package struct SerialOutcome: Hashable, Sendable {
  private let told: [CallID: String]
  private let state: String
  /// Different outcomes are never the same to it; not so where drawn values are entangled too much.
  package let isExact: Bool

  /// - Parameter calls: those that count; nil is all of them.
  package init(_ history: History, of calls: Set<CallID>? = nil) {
    let counting = history.calls.filter { calls?.contains($0.id) != false }
    guard let drawn = history.drawn else {
      let texts = counting.map { ($0.id, ([$0.outcome.description] + $0.said).joined(separator: "\n")) }
      told = Dictionary(texts) { $1 }
      state = history.finalState ?? ""
      isExact = true
      return
    }
    var records = OutcomeRecords(drawn.lexicon)
    for call in counting {
      let told = call.told.isEmpty ? call.said.map { DrawnState.Cell($0) } : call.told
      records.add(
        "call \(call.clientID) \(call.call)", [DrawnState.Cell(call.outcome.description)] + told)
    }
    for row in drawn.rows { records.add(row.table, row.cells) }
    let form = records.canonical
    told = [:]
    state = (history.finalState ?? "") + "\n" + form.text
    isExact = form.isExact
  }

  /// FNV-1a over all of it, in hexadecimal: equal outcomes have equal digests on every machine.
  package var digest: String {
    let calls = told.sorted { $0.key < $1.key }.map { "\($0.key.clientID) \($0.key.call) \($0.value)" }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in (calls + [state]).joined(separator: "\u{1E}").utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    return String(hash, radix: 16)
  }
}

/// An outcome as records whose drawn values are numbered as they come.
private struct OutcomeRecords {
  private let lexicon: DrawnLexicon
  private var records: [CanonicalForm.Record] = []
  private var numbers: [DrawnLexicon.Piece: Int] = [:]

  init(_ lexicon: DrawnLexicon) { self.lexicon = lexicon }

  mutating func add(_ place: String, _ cells: [DrawnState.Cell]) {
    var record = CanonicalForm.Record(shape: place, values: [])
    for cell in cells {
      record.shape += "\u{1F}"
      for piece in lexicon.pieces(of: cell) {
        switch piece {
        case .plain(let text): record.shape += text
        case .clock: record.shape += "\u{1}clock\u{1}"
        case .drawn(let family, _):
          record.shape += "\u{1}\(family)\u{1}"
          let number = numbers[piece] ?? numbers.count
          numbers[piece] = number
          record.values.append(number)
        }
      }
    }
    records.append(record)
  }

  var canonical: CanonicalForm { CanonicalForm(records, values: numbers.count) }
}
