extension DrawnLexicon {
  /// A part of a text.
  package enum Piece: Hashable, Sendable {
    case plain(String)
    /// A value that the server drew: what kind it is of, and which it is.
    case drawn(family: String, value: String)
    /// A point in time that came from a clock.
    case clock
  }

  /// Cuts a field of a row into what is the same in every run and what is not.
  package func pieces(of cell: DrawnState.Cell) -> [Piece] {
    guard let text = cell.text else { return [.plain("\u{0}")] }
    guard let name = cell.family, let family = families[name] else { return pieces(of: text) }
    return cut(text) { reader in
      guard let token = reader.number(), !token.contains("."), let number = Int64(token),
        family.holds(number)
      else { return nil }
      return .drawn(family: name, value: token)
    }
  }

  /// Cuts any text so: ids of sequences are not looked for, since a small number may be anything.
  package func pieces(of text: String) -> [Piece] {
    cut(text) { reader in
      if drawsUUIDs, let uuid = reader.uuid() {
        return familiar(uuid) ?? .drawn(family: "uuid", value: uuid.lowercased())
      }
      if drawsHex, let digest = reader.digest() {
        return familiar(digest) ?? .drawn(family: "hex", value: digest)
      }
      if let now, let moment = reader.moment() {
        return familiar(moment.text) ?? (moment.isNear(now) ? .clock : .plain(moment.text))
      }
      guard let token = reader.number() else { return nil }
      if let known = familiar(token) { return known }
      if let now, isEpoch(token, near: now) { return .clock }
      if let number = Int64(token), transactions?.contains(number) == true {
        return .drawn(family: "transaction", value: token)
      }
      return objects.contains(token) ? .drawn(family: "object", value: token) : .plain(token)
    }
  }

  /// UUIDs, digests, points in time and numbers of a text.
  package static func tokens(in text: String) -> Set<String> {
    var tokens: Set<String> = []
    _ = DrawnLexicon().cut(text) { reader in
      guard let token = reader.uuid() ?? reader.digest() ?? reader.moment()?.text ?? reader.number() else {
        return nil
      }
      tokens.insert(token)
      return .plain(token)
    }
    return tokens
  }

  /// - Parameter read: takes a token at the reader's place; nil if there is none that matters.
  private func cut(_ text: String, _ read: (inout TokenReader) -> Piece?) -> [Piece] {
    var reader = TokenReader(text)
    guard reader.hasDigits else { return [.plain(text)] }
    var pieces: [Piece] = []
    var plain: [UInt8] = []
    func flush() {
      if !plain.isEmpty { pieces.append(.plain(String(decoding: plain, as: UTF8.self))) }
      plain = []
    }
    while let byte = reader.byte {
      let start = reader.position
      if reader.isAtToken, let piece = read(&reader) {
        if case .plain(let text) = piece {
          plain += text.utf8
        } else {
          flush()
          pieces.append(piece)
        }
      } else {
        reader.position = start + 1
        plain.append(byte)
      }
    }
    flush()
    return pieces
  }

  private func familiar(_ token: String) -> Piece? { known[token].map { .plain($0) } }

  /// Seconds, milliseconds, microseconds or nanoseconds since 1970, and not long ago or ahead.
  private func isEpoch(_ token: String, near now: Double) -> Bool {
    let digits = token.prefix { $0 != "." }.count
    let scales: [Int: Double] = [10: 1, 13: 1e3, 16: 1e6, 19: 1e9]
    guard let scale = scales[digits], let number = Double(token) else { return false }
    return abs(number / scale - now) < Self.epochReach
  }

  /// Deadlines that are noted as a number lie up to a year ahead; hardly anything else is such a number.
  private static let epochReach = 400.0 * 86400
}

/// A date, or a date and a time, as PostgreSQL and ISO 8601 write it.
struct Moment {
  var text: String
  /// Since 1970, UTC.
  var seconds: Double
  var hasTime: Bool
  /// Microseconds, which nobody writes by hand.
  var isFine: Bool

  func isNear(_ now: Double) -> Bool {
    guard hasTime else { return abs((seconds / 86400).rounded(.down) - (now / 86400).rounded(.down)) <= 1 }
    return isFine || abs(seconds - now) < 86400
  }
}
