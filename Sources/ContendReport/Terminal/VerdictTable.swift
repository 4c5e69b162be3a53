import ContendModel

/// The one table of `prove`: a row per variant, as much of each as the width has room for.
struct VerdictTable {
  /// What is left out, in this order, until the table fits.
  private enum Saving: CaseIterable {
    case expectedNames, percent, expectation, median, p99, explore
  }

  let document: ResultDocument

  init(_ document: ResultDocument) { self.document = document }

  func lines(width: Int) -> [StyledText] {
    var savings: Set<Saving> = []
    var result = table(saving: savings)
    for saving in Saving.allCases where result.width > width {
      savings.insert(saving)
      result = table(saving: savings)
    }
    return result.lines(width: width)
  }

  private func table(saving savings: Set<Saving>) -> Table {
    let columns = columns(saving: savings)
    let rows = [controlRow] + document.fixes.map(row)
    return Table(
      columns: columns.map(\.heading), rows: rows.map { row in columns.map { $0.cell(row) } })
  }

  private struct Column {
    let heading: Table.Column
    let cell: (Row) -> StyledText
  }

  /// What a row of the table draws from.
  private struct Row {
    let name: String
    let explore: ExploreSection?
    let stress: StressSection?
    let throughput: String?
    /// Nil for the control.
    let fix: FixSection?
  }

  private var controlRow: Row {
    let control = document.control
    let hasThroughput = control.stress?.throughput != nil
    return Row(
      name: control.variant, explore: control.explore, stress: control.stress,
      throughput: hasThroughput ? Figures.factor(1) : nil, fix: nil)
  }

  private func row(_ fix: FixSection) -> Row {
    Row(
      name: fix.name, explore: fix.explore, stress: fix.stress,
      throughput: Words.throughputFactor(fix, control: document.control), fix: fix)
  }

  private func columns(saving savings: Set<Saving>) -> [Column] {
    var columns = [
      Column(heading: .init(title: "")) { $0.fix.map { Words.mark($0.verdict) } ?? StyledText() },
      Column(heading: .init(title: "variant", shrinks: true)) { StyledText($0.name, .heading) },
      Self.figure("failing rounds", .left) {
        Words.failingRounds($0.stress, withPercent: !savings.contains(.percent))
      },
    ]
    if !savings.contains(.explore) {
      columns.append(Self.figure("explore") { Words.schedules($0.explore) })
    }
    if !savings.contains(.median) {
      columns.append(Self.figure("p50 ms") { Self.milliseconds($0.stress?.latency?.p50) })
    }
    if !savings.contains(.p99) {
      columns.append(Self.figure("p99 ms") { Self.milliseconds($0.stress?.latency?.p99) })
    }
    columns.append(Self.figure("calls/s") { $0.throughput })
    columns.append(
      Column(heading: .init(title: "verdict")) {
        Self.verdict($0)
      })
    if !savings.contains(.expectation) {
      columns.append(
        Column(heading: .init(title: "expected")) {
          Self.expectation($0, withName: !savings.contains(.expectedNames))
        })
    }
    return columns
  }

  private static func figure(
    _ title: String, _ alignment: StyledText.Alignment = .right,
    _ text: @escaping (Row) -> String?
  ) -> Column {
    Column(heading: .init(title: title, alignment: alignment)) { row in
      text(row).map { StyledText($0) } ?? StyledText("—", .faint)
    }
  }

  private static func milliseconds(_ value: Double?) -> String? { value.map(Figures.milliseconds) }

  /// The same word at every width.
  private static func verdict(_ row: Row) -> StyledText {
    guard let verdict = row.fix?.verdict else { return StyledText("control", .faint) }
    return StyledText(Words.short(verdict), Words.ink(verdict))
  }

  private static func expectation(_ row: Row, withName: Bool) -> StyledText {
    guard let fix = row.fix else { return StyledText() }
    if fix.meetsExpectation { return StyledText("✓", .good) }
    return StyledText(withName ? "✗ " + fix.expected.joined(separator: "|") : "✗", .caution)
  }
}
