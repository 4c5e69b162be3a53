import ContendModel

/// Invariants that say nothing: those that cannot fail and those that cannot hold. Only what the words
/// of a query prove is reported.
extension Validator {
  func checkInvariants() {
    for (query, text, source) in builder.marks.invariantTexts {
      let shape = InvariantShape(text, in: source)
      if shape.returnsNothing {
        log.warning(
          "this invariant cannot fail: its query never returns a row", at: query.location,
          hint: "an invariant returns the rows that violate it")
      } else if shape.returnsAlways {
        log.warning(
          "this invariant always fails: an aggregate without GROUP BY returns a row", at: query.location,
          hint: "return the violating rows, or add a HAVING that only they pass")
      }
    }
  }
}

private struct InvariantShape {
  /// The tokens outside parentheses.
  private let outer: [StatementToken]
  private let source: SourceText

  init(_ text: StatementText, in source: SourceText) {
    outer = text.tokens.filter { $0.depth == 0 }
    self.source = source
  }

  private func has(_ keywords: String...) -> Bool {
    outer.contains { token in keywords.contains { token.isWord($0, in: source) } }
  }

  private func ends(with words: String...) -> Bool {
    outer.count > words.count
      && zip(outer.suffix(words.count), words).allSatisfy { token, word in
        source.text(token.range).uppercased() == word
      }
  }

  var returnsNothing: Bool {
    if ends(with: "LIMIT", "0") { return true }
    return ends(with: "WHERE", "FALSE") && isSimple
  }

  private var isSimple: Bool { !has("UNION", "EXCEPT", "INTERSECT") }

  /// `SELECT count(*) FROM t …` and nothing that could take the row away.
  var returnsAlways: Bool {
    let aggregates = ["COUNT", "SUM", "MIN", "MAX", "AVG", "BOOL_OR", "BOOL_AND"]
    guard outer.count > 3, outer[0].isWord("SELECT", in: source), isSimple,
      aggregates.contains(where: { outer[1].isWord($0, in: source) }),
      outer[2].isSymbol("(", in: source), outer[3].isSymbol(")", in: source)
    else { return false }
    return !has("GROUP", "HAVING", "LIMIT", "OFFSET", "FETCH", "OVER", "FILTER")
  }
}
