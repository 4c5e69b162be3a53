/// Which names of a schema bring what with them, so that a statement's words tell what it can reach.
///
/// A superset by construction: whatever runs is named in the statement, or in the definition of
/// something that is named (a function also where it is called like a column, a trigger by its table), or
/// runs without a name (`unnamed`) and then counts for every statement. Names stand for everything of that
/// name, overloads and other schemas included.
package struct Vocabulary: Sendable {
  /// What is done with the relations that a text names.
  enum Use: Int, CaseIterable, Comparable {
    case read
    case write
    case insert

    static func < (left: Use, right: Use) -> Bool { left.rawValue < right.rawValue }
  }

  private struct Name: Hashable {
    var name: String
    var use: Use
  }

  private var reach: [Name: Reach] = [:]
  private var always = Reach()
  private let keywords: KeywordHazards

  /// - Parameter stateful: PostgreSQL's own functions that are not known to depend on nothing but their
  ///   arguments.
  package init(_ definitions: [Definition] = [], stateful: Set<String> = []) {
    keywords = KeywordHazards(stateful: stateful)
    let parts = definitions.map(Part.init)
    for part in parts {
      for use in Use.allCases { reach[Name(name: part.name, use: use), default: Reach()].formUnion(part.own) }
    }
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for part in parts {
        for use in Use.allCases where grow(part, use) { isGrowing = true }
      }
    }
  }

  /// What a statement can reach.
  package func reach(of sql: String) -> Reach {
    let text = Text(sql)
    var found = reach(of: text, always)
    // Numbers come from a sequence that its text does not name.
    if found.hazards.contains(.sequence), found.sequences.isEmpty { found.sequences = [Self.anySequence] }
    return found
  }

  /// Stands for every sequence.
  package static let anySequence = "*"

  private func reach(of text: Text, _ start: Reach = Reach(), atLeast least: Use = .read) -> Reach {
    let use = max(text.use, least)
    var found = start
    found.hazards.formUnion(text.hasEscapedNames ? .everything : keywords.hazards(of: text.words))
    for word in text.names {
      if let known = reach[Name(name: word, use: use)] { found.formUnion(known) }
    }
    return found
  }

  /// False if nothing new was found.
  private mutating func grow(_ part: Part, _ use: Use) -> Bool {
    var found = Reach()
    for (text, least) in part.texts where least <= use {
      // Who inserts into a view inserts into what is behind it; a routine says itself what it does.
      let passedOn = part.kind == .relation && least == .read ? use : .read
      found.formUnion(reach(of: text, atLeast: passedOn))
    }
    if part.kind == .unnamed {
      let known = always
      always.formUnion(found)
      return always != known
    }
    let name = Name(name: part.name, use: use)
    let known = reach[name]
    reach[name, default: Reach()].formUnion(found)
    return reach[name] != known
  }
}

/// A text with what its words say at first sight.
private struct Text {
  let words: [String]
  let names: Set<String>
  let use: Vocabulary.Use
  let hasEscapedNames: Bool

  init(_ sql: String, atLeast least: Vocabulary.Use = .read) {
    let reader = WordReader(sql)
    words = reader.words
    names = Set(words)
    hasEscapedNames = reader.hasEscapedNames
    use = max(least, Text.use(of: words))
  }

  private static func use(of words: [String]) -> Vocabulary.Use {
    var use = Vocabulary.Use.read
    for (index, word) in words.enumerated() {
      switch word {
      case "insert", "merge", "copy", "default", "execute": return .insert
      // FOR UPDATE, FOR NO KEY UPDATE
      case "update": if index == 0 || !["for", "key"].contains(words[index - 1]) { use = .write }
      case "delete", "truncate": use = .write
      default: break
      }
    }
    return use
  }
}

/// A definition whose texts have been read.
private struct Part {
  let name: String
  let kind: Definition.Kind
  /// What it brings by itself.
  let own: Reach
  let texts: [(text: Text, least: Vocabulary.Use)]

  init(_ definition: Definition) {
    name = definition.name
    kind = definition.kind
    switch definition.kind {
    case .routine: own = Reach(.ownCode)
    case .opaqueRoutine: own = Reach([.ownCode, .untraceable, .lastingSession, .session])
    case .relation, .unnamed: own = Reach()
    case .sequence(let isCached):
      own = Reach(isCached ? .session : [], sequences: [definition.name])
    }
    // What a table's triggers and keys name, they may write to.
    texts = [
      (Text(definition.text), Vocabulary.Use.read),
      (Text(definition.textOfWrites, atLeast: .write), .write),
      (Text(definition.textOfInserts), .insert),
    ].filter { !$0.0.words.isEmpty }
  }
}
