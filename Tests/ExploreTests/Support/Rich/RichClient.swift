import ContendModel

/// What one client of a random program does: transactions and statements of their own, and what stands
/// between them.
struct RichClient: Sendable {
  let who: String
  private(set) var lines = ["\\set x 0"]
  private(set) var traits: Set<String> = []
  private let repertoire: RichRepertoire
  private var statements = 0

  init(_ who: String, _ repertoire: RichRepertoire, _ random: inout RandomStream) {
    self.who = who
    self.repertoire = repertoire
    if random.isLikely(0.2) { openSide() }
    if random.isLikely(0.2) { addPassing(RichPassing.outside, &random) }
    if random.isLikely(0.08) { add("set time-out", random.pick(RichPassing.timeouts)) }
    if who != "a", random.isLikely(0.3) {
      addLooks(&random)
      return
    }
    for _ in 0..<(random.isLikely(0.3) ? 2 : 1) {
      if random.isLikely(0.75) { addTransaction(&random) } else { addStatement(&random) }
      if random.isLikely(0.5) { addPassing(RichPassing.outside, &random) }
    }
  }

  /// Whoever looks again and again without a transaction sees in which order the others' changes came.
  private mutating func addLooks(_ random: inout RandomStream) {
    for _ in 1...Int.random(in: 2...3, using: &random) { lines.append(statement(reads: 1, &random)) }
  }

  /// Events without any reduction, as far as they are known beforehand.
  var events: Int {
    lines.joined(separator: "\n").split(separator: "\n").count { line in
      !line.hasPrefix("\\") || ["\\acquire", "\\wait", "\\release"].contains { line.hasPrefix($0) }
    }
  }

  private mutating func add(_ trait: String?, _ text: String) {
    if let trait { traits.insert(trait) }
    lines.append(text)
  }

  private mutating func addPassing(_ choices: [RichPassing], _ random: inout RandomStream) {
    let chosen = random.pick(choices)
    add(chosen.trait, chosen.text)
  }

  private var hasSide: Bool { traits.contains("second connection") }

  private mutating func openSide() { add("second connection", "\\acquire side direct") }

  private mutating func addTransaction(_ random: inout RandomStream) {
    let retries = random.isLikely(0.15)
    if retries { add("retry", "\\retry on 40001 max 2") }
    let isLeveled = random.isLikely(0.35)
    addPassing(isLeveled ? RichPassing.leveled : [RichPassing(nil, "BEGIN;")], &random)
    if random.isLikely(isLeveled ? 0.35 : 0.2) { addPassing(RichPassing.inside, &random) }
    // What takes the snapshot, or does not, need not be what is read with it.
    if isLeveled, random.isLikely(0.2) { add("lock elsewhere", "LOCK TABLE told IN SHARE MODE;") }
    if isLeveled, random.isLikely(0.3) { add("look elsewhere", told("SELECT count(*) AS x FROM told")) }
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      if random.isLikely(0.12) { addNested(&random) } else { addStatement(&random) }
      if random.isLikely(0.12) { addPassing(RichPassing.inside, &random) }
      if hasSide, random.isLikely(0.5) { addAside(&random) }
    }
    addEnding(&random)
    if retries { lines.append("\\endretry") }
  }

  private mutating func addEnding(_ random: inout RandomStream) {
    let ending = random.isLikely(0.1) ? "ROLLBACK" : "COMMIT"
    if random.isLikely(0.1) {
      add("chain", "\(ending) AND CHAIN;")
      addStatement(&random)
    }
    lines.append("\(ending);")
  }

  private mutating func addStatement(_ random: inout RandomStream) {
    let statement = statement(&random)
    // Before that it knows nothing.
    guard lines.contains(where: { $0.contains("AS x") }), random.isLikely(0.15) else {
      return lines.append(statement)
    }
    add("condition", "\\if :x\n\(statement)\n\\endif")
  }

  private mutating func statement(reads: Double = 0.4, _ random: inout RandomStream) -> String {
    statements += 1
    // Somebody has to change something.
    let reads = who == "a" && statements == 1 ? 0 : reads
    return repertoire.statement(of: who, statements, reads: reads, &random)
  }

  /// In a block that is undone where it fails, as an object-relational mapper does it.
  private mutating func addNested(_ random: inout RandomStream) {
    let name = "s\(statements)"
    let statement = statement(&random)
    add(
      "savepoint",
      "SAVEPOINT \(name);\n\\try 22, 23, 40, 55, P0\n\(statement)\n\\catch\n\\say :SQLSTATE\nROLLBACK TO \(name);\n\\endtry"
    )
    if random.isLikely(0.5) { lines.append("RELEASE \(name);") }
  }

  /// On rows that the first connection of this client leaves alone, mostly: nobody sees who waits for himself.
  private mutating func addAside(_ random: inout RandomStream) {
    let statement = random.pick([
      "UPDATE ledger SET v = v + 1 WHERE id = 1;", told("SELECT sum(v) AS x FROM ledger"),
      told("SELECT sum(v) AS x FROM plain"),
    ])
    let body = random.isLikely(0.4) ? "BEGIN;\n\(statement)\nCOMMIT;" : statement
    lines.append("\\use side\n\(body)\n\\use main")
  }
}
