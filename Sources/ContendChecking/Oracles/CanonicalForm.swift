/// One text for all outcomes that are the same up to a renaming of the values in them.
///
/// An outcome is a multiset of records, each a shape (all that is fixed, with a mark for each value) and
/// the values at its marks, so it is a coloured hypergraph and this is its canonical labelling: colour
/// refinement (B. Weisfeiler and A. Leman, 1968), then individualisation where it leaves values alike
/// (B. D. McKay and A. Piperno, "Practical graph isomorphism, II", 2014). Nothing is pruned by the order in
/// which values come, so how much there is to search is the same for equal outcomes, and the bound too.
struct CanonicalForm {
  struct Record {
    var shape: String
    /// Numbers of values, from 0.
    var values: [Int]
  }

  let text: String
  /// Equal texts mean equal outcomes; otherwise some that differ have the same text.
  let isExact: Bool

  init(_ records: [Record], values count: Int) {
    let structure = RecordStructure(records, values: count)
    let all = Array(0..<count)
    let colours = structure.refined(Array(repeating: 0, count: count), of: all)
    var labels = colours.map { "\($0)" }
    var isExact = true
    let parts = structure.entangled(colours).map { part -> (form: [[Int]], order: [Int]) in
      var search = LabelSearch(structure)
      guard let found = search.best(part, colours) else {
        isExact = false
        return ([], [])
      }
      return found
    }
    // Parts of one form can be exchanged for one another, so any of them may be the first.
    for (rank, alike) in Dictionary(grouping: parts, by: \.form).sorted(by: LabelSearch.precede).enumerated()
    {
      for (number, part) in alike.value.enumerated() {
        for (place, value) in part.order.enumerated() { labels[value] += ".\(rank).\(number).\(place)" }
      }
    }
    self.isExact = isExact
    text = structure.text(labels)
  }
}

/// The records of an outcome with their shapes numbered, and where each value occurs.
struct RecordStructure {
  private let shapes: [String]
  private let records: [(shape: Int, values: [Int])]
  /// For each value the records it occurs in, each once.
  private let occurrences: [[Int]]

  init(_ records: [CanonicalForm.Record], values count: Int) {
    let shapes = Set(records.map(\.shape)).sorted()
    let numbers = Dictionary(zip(shapes, 0...)) { first, _ in first }
    self.shapes = shapes
    self.records = records.map { (numbers[$0.shape, default: 0], $0.values) }
    var occurrences: [[Int]] = Array(repeating: [], count: count)
    for (index, record) in records.enumerated() {
      for value in Set(record.values) { occurrences[value].append(index) }
    }
    self.occurrences = occurrences
  }

  /// The records, sorted, with a label for each value.
  func text(_ labels: [String]) -> String {
    records.map { record in
      shapes[record.shape] + "\u{2}" + record.values.map { labels[$0] }.joined(separator: ",")
    }.sorted().joined(separator: "\n")
  }

  /// Colours the values so that two have the same colour only if they occur alike among colours.
  ///
  /// - Parameter values: those whose colours may change. Theirs are numbers above all others after it.
  func refined(_ colours: [Int], of values: [Int]) -> [Int] {
    var colours = colours
    let above = (colours.max() ?? 0) + 1
    var count = Set(values.map { colours[$0] }).count
    while true {
      let signatures = values.map { signature(of: $0, colours) }
      let ranks = Dictionary(zip(Set(signatures).sorted(by: Self.precedes), 0...)) { first, _ in first }
      for (value, signature) in zip(values, signatures) {
        colours[value] = above + ranks[signature, default: 0]
      }
      guard ranks.count > count else { return colours }
      count = ranks.count
    }
  }

  private func signature(of value: Int, _ colours: [Int]) -> [Int] {
    let contexts = occurrences[value].map { index in
      let record = records[index]
      return [record.shape] + record.values.flatMap { [$0 == value ? 1 : 0, colours[$0]] }
    }
    return [colours[value]] + contexts.sorted(by: Self.precedes).flatMap { $0 }
  }

  private static func precedes(_ left: [Int], _ right: [Int]) -> Bool {
    left.lexicographicallyPrecedes(right)
  }

  /// The values that share their colour, by what connects them through records.
  func entangled(_ colours: [Int]) -> [[Int]] {
    var sizes: [Int: Int] = [:]
    for colour in colours { sizes[colour, default: 0] += 1 }
    var open = Set(colours.indices.filter { sizes[colours[$0], default: 0] > 1 })
    var parts: [[Int]] = []
    while let first = open.min() {
      open.remove(first)
      var part = [first]
      var next = 0
      while next < part.count {
        for index in occurrences[part[next]] {
          for value in records[index].values where open.remove(value) != nil { part.append(value) }
        }
        next += 1
      }
      parts.append(part)
    }
    return parts
  }

  /// The records around a part, where its values are named by their place in `order` and others by colour.
  func form(of order: [Int], _ colours: [Int]) -> [[Int]] {
    let places = Dictionary(zip(order, 0...)) { first, _ in first }
    let touched = Set(order.flatMap { occurrences[$0] })
    return touched.map { index in
      [records[index].shape] + records[index].values.map { places[$0].map { -1 - $0 } ?? colours[$0] }
    }.sorted(by: Self.precedes)
  }

  /// In how many records these values stand, each counted by itself.
  func contexts(of values: [Int]) -> Int { values.reduce(0) { $0 + occurrences[$1].count } }

  /// Whether nothing changes when two values change places.
  func areTwins(_ first: Int, _ second: Int) -> Bool {
    let touched = Set(occurrences[first] + occurrences[second])
    let before = touched.map { [records[$0].shape] + records[$0].values }
    let after = before.map { record in
      [record[0]] + record.dropFirst().map { $0 == first ? second : $0 == second ? first : $0 }
    }
    return before.sorted(by: Self.precedes) == after.sorted(by: Self.precedes)
  }
}

/// Tries every way to tell apart the values of a part that refinement has left alike.
private struct LabelSearch {
  private let structure: RecordStructure
  private var effort = 0
  /// Looks at a value in a record, over all tries: some tens of milliseconds.
  private static let limit = 50_000

  init(_ structure: RecordStructure) { self.structure = structure }

  /// The smallest form of a part and the order of its values that gives it; nil if it takes too long.
  mutating func best(_ part: [Int], _ original: [Int]) -> (form: [[Int]], order: [Int])? {
    search(part, original, original)
  }

  private mutating func search(
    _ part: [Int], _ colours: [Int], _ original: [Int]
  ) -> (form: [[Int]], order: [Int])? {
    let cell = firstCell(of: part, colours)
    effort += structure.contexts(of: part) + cell.count * structure.contexts(of: cell)
    guard effort <= Self.limit else { return nil }
    guard !cell.isEmpty else {
      let order = part.sorted { colours[$0] < colours[$1] }
      return ([order.map { original[$0] }] + structure.form(of: order, original), order)
    }
    var tried: [Int] = []
    var best: (form: [[Int]], order: [Int])?
    for value in cell where !tried.contains(where: { structure.areTwins($0, value) }) {
      tried.append(value)
      var colours = colours
      colours[value] = -1
      let refined = structure.refined(colours, of: part)
      guard let found = search(part, refined, original) else { return nil }
      if best.map({ Self.precedes(found.form, $0.form) }) ?? true { best = found }
    }
    return best
  }

  /// The values of the smallest colour that several values of the part have; none if all differ.
  private func firstCell(of part: [Int], _ colours: [Int]) -> [Int] {
    let cells = Dictionary(grouping: part) { colours[$0] }.filter { $0.value.count > 1 }
    return cells.min { $0.key < $1.key }?.value ?? []
  }

  static func precede<Part>(_ left: (key: [[Int]], value: Part), _ right: (key: [[Int]], value: Part)) -> Bool
  {
    precedes(left.key, right.key)
  }

  private static func precedes(_ left: [[Int]], _ right: [[Int]]) -> Bool {
    left.lexicographicallyPrecedes(right) { $0.lexicographicallyPrecedes($1) }
  }
}
