import ContendModel

extension History {
  /// What has to be the same in a replay; what rows hold may come from a clock or a sequence.
  var outlines: [[String]] { events.map { $0.outline(drawn?.lexicon) } }
}

extension Event {
  fileprivate func outline(_ lexicon: DrawnLexicon?) -> [String] {
    let text = lexicon.map { masked(by: $0) } ?? sql
    return [
      "\(clientID)", "\(statement)", text, "\(rowCount)", error?.sqlState ?? "", "\(blockedBy)",
      "\(rows.columns)",
    ]
  }

  /// The text without values that the server may have drawn, which a client splices into its statements or
  /// uses as a key: its number names the statement.
  private func masked(by lexicon: DrawnLexicon) -> String {
    lexicon.pieces(of: sql).map { piece in
      if case .plain(let text) = piece { String(text.map { $0.isNumber ? "#" : $0 }) } else { "#" }
    }.joined()
  }
}
