import ContendModel

/// The results of many scenarios as text for a terminal: a line for each, then what was not as expected.
package struct LibraryReport: Hashable, Sendable {
  package var list: ResultList
  /// Scenarios there are; more than results where the run was stopped.
  package var count: Int
  package var width: Int

  package init(_ list: ResultList, of count: Int, width: Int = 100) {
    self.list = list
    self.count = count
    self.width = max(TerminalReport.narrowest, width)
  }

  package func text(style: Style) -> String {
    let blocks = [LibraryTable(list).lines(width: width), misses, conclusion]
    return style.paint(Array(blocks.filter { !$0.isEmpty }.joined(separator: [StyledText()])))
  }

  private var documents: [ResultDocument] { list.documents }

  private var misses: [StyledText] {
    documents.filter { $0.exitCode != 0 }.flatMap { document in
      let name = StyledText(document.scenario.name, .heading)
      let sentence = name + ": \(Words.list(document.misses))."
      let command = StyledText("  " + Invocation(document).prove(), .accent)
      return Layout.hanging(LibraryTable.mark(document) + " ", sentence, width: width) + [command]
    }
      + list.unrunnable.flatMap(reasons)
  }

  private func reasons(_ scenario: UnrunnableScenario) -> [StyledText] {
    let sentence =
      StyledText(scenario.name, .heading) + ": could not be run: \(SafeText.collapsed(scenario.summary))"
    return Layout.hanging(StyledText("✗ ", .bad), sentence, width: width)
  }

  private var conclusion: [StyledText] {
    let good = documents.count { $0.exitCode == 0 }
    let fixes = documents.map(\.fixes.count).reduce(0, +)
    let time = Figures.seconds(documents.map(\.duration).reduce(0, +))
    let extent = "\(Figures.plural(count, "scenario")), \(Figures.plural(fixes, "fix", "fixes")) in \(time)"
    let shard = documents.first?.shard
    let verdict =
      shard != nil
      ? "shard \(shard?.description ?? ""), which decides nothing by itself; contend merge joins the results of all."
      : good == count
        ? "every bug shows and every fix is judged as expected."
        : "\(good) of \(count) scenarios are as expected."
    let isInterrupted =
      documents.contains(where: \.interrupted) || documents.count + list.unrunnable.count < count
    let prefix = isInterrupted ? "Interrupted, a partial result: " : ""
    return StyledText("\(prefix)\(extent): \(verdict)", .heading).wrapped(to: width)
  }
}

/// A row for each scenario: how its bug showed and how its fixes were judged.
struct LibraryTable {
  private let list: ResultList
  private var documents: [ResultDocument] { list.documents }

  init(_ list: ResultList) { self.list = list }

  static func mark(_ document: ResultDocument) -> StyledText {
    switch document.exitCode {
    case 0 where document.shard != nil: StyledText("?", .caution)
    case 0: StyledText("✓", .good)
    case 1: StyledText("✗", .bad)
    default: StyledText("?", .caution)
    }
  }

  func lines(width: Int) -> [StyledText] {
    guard !documents.isEmpty || !list.unrunnable.isEmpty else { return [] }
    var columns = columns
    for title in Self.savings where table(columns).width > width {
      columns.removeAll { $0.heading.title == title }
    }
    return table(columns).lines(width: width)
  }

  private struct Column {
    let heading: Table.Column
    let cell: (ResultDocument) -> StyledText
  }

  /// Columns that are left out, in this order, until the table fits.
  private static let savings = [
    "explore", "rounds", "unclear", "statistical", "refuted", "proved", "failure",
  ]

  private func table(_ columns: [Column]) -> Table {
    Table(
      columns: columns.map(\.heading),
      rows: documents.map { document in columns.map { $0.cell(document) } }
        + list.unrunnable.map { scenario in columns.map { Self.cell($0.heading.title, scenario) } })
  }

  private static func cell(_ title: String, _ scenario: UnrunnableScenario) -> StyledText {
    switch title {
    case "": StyledText("✗", .bad)
    case "scenario": StyledText(scenario.name, .heading)
    case "failure": StyledText("could not be run", .bad)
    default: none
    }
  }

  private var columns: [Column] {
    [
      Column(heading: .init(title: ""), cell: Self.mark),
      Column(heading: .init(title: "scenario", shrinks: true)) { StyledText($0.scenario.name, .heading) },
      Column(heading: .init(title: "failure", shrinks: true)) { document in
        document.control.anomaly.map {
          StyledText(Words.name($0), document.missesClass ? .caution : .plain)
        } ?? Self.none
      },
      Self.figure("rounds") { document in
        document.control.stress.map { "\(Figures.grouped($0.failedRounds))/\(Figures.grouped($0.rounds))" }
      },
      Self.figure("explore") { Words.schedules($0.control.explore) },
      Self.count("proved", [.eliminatedProved]),
      Self.count("statistical", [.eliminatedStatistically]),
      Self.count("refuted", [.notFixed, .reduced, .masked, .regressed]),
      Self.count("unclear", [.inconclusive]),
      Column(heading: .init(title: "as expected", alignment: .right)) {
        guard $0.shard == nil else { return Self.none }
        let met = $0.fixes.count - $0.missedFixes.count
        return StyledText("\(met)/\($0.fixes.count)", met == $0.fixes.count ? .good : .bad)
      },
      Self.figure("time") { Figures.seconds($0.duration) },
    ]
  }

  private static let none = StyledText("—", .faint)

  private static func figure(_ title: String, _ text: @escaping (ResultDocument) -> String?) -> Column {
    Column(heading: .init(title: title, alignment: .right)) { text($0).map { StyledText($0) } ?? none }
  }

  /// How many fixes got one of these verdicts.
  private static func count(_ title: String, _ verdicts: Set<Verdict>) -> Column {
    figure(title) { document in
      let count = document.fixes.count { verdicts.contains($0.verdict) }
      return count == 0 ? nil : "\(count)"
    }
  }
}
