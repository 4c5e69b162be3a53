/// Finds what somebody meant who misspelt a name.
package enum Suggestion {
  /// The candidate closest to `word`, if it is close enough to be a slip.
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    guard word.utf8.count <= 64 else { return nil }
    let typed = Array(word.lowercased().utf8)
    let tolerance = max(1, typed.count / 3)
    var best: (distance: Int, name: String)?
    for candidate in candidates where candidate.utf8.count <= 64 {
      let distance = Self.distance(typed, Array(candidate.lowercased().utf8))
      guard distance <= tolerance, candidate != word else { continue }
      if best.map({ (distance, candidate) < ($0.distance, $0.name) }) ?? true { best = (distance, candidate) }
    }
    return best?.name
  }

  /// The letters that a word begins with: without what a slip of typography has added to it.
  static func plain(_ word: String) -> String {
    String(word.prefix { $0.isASCII && ($0.isLetter || $0 == "_") })
  }

  /// `did you mean 'x'?`, or `one of a, b, c` where nothing is close.
  package static func hint(for word: String, among candidates: [String], prefix: String = "") -> String? {
    let meant = Self.meant(by: word, among: candidates)
    if !meant.isEmpty {
      return "did you mean \(meant.map { "'\(prefix)\($0)'" }.joined(separator: " or "))?"
    }
    guard !candidates.isEmpty, candidates.count <= 24 else { return nil }
    return "one of \(candidates.map { prefix + $0 }.joined(separator: ", "))"
  }

  /// The candidate that the word is a slip of, else those of which it is a part.
  static func meant(by word: String, among candidates: [String]) -> [String] {
    nearest(to: word, among: candidates).map { [$0] } ?? containing(word, among: candidates)
  }

  /// `eliminated_proved` for `proved`.
  private static func containing(_ word: String, among candidates: [String]) -> [String] {
    let typed = word.lowercased()
    let found = candidates.filter { candidate in
      candidate.split { $0 == "_" || $0 == "-" }.contains { $0.lowercased() == typed }
    }
    return found.count <= 3 ? found : []
  }

  /// Edits between two words: insertions, deletions, replacements, swaps of neighbours (the optimal
  /// string alignment distance).
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var older = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for i in left.indices {
      var current = [i + 1] + [Int](repeating: 0, count: right.count)
      for j in right.indices {
        let replaced = previous[j] + (left[i] == right[j] ? 0 : 1)
        current[j + 1] = min(previous[j + 1] + 1, current[j] + 1, replaced)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          current[j + 1] = min(current[j + 1], older[j - 1] + 1)
        }
      }
      older = previous
      previous = current
    }
    return previous[right.count]
  }
}
