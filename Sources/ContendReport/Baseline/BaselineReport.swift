/// The changes against a baseline as text for a terminal.
package struct BaselineReport: Hashable, Sendable {
  package var comparison: BaselineComparison
  package var width: Int

  package init(_ comparison: BaselineComparison, width: Int = 100) {
    self.comparison = comparison
    self.width = width
  }

  package func text(style: Style) -> String {
    let changes = comparison.changes
    let worse = changes.count(where: \.isWorse)
    let heading =
      changes.isEmpty
      ? "Nothing changed against the baseline."
      : "Against the baseline: \(worse) worse, \(changes.count - worse) better."
    let lines = changes.sorted { $0.isWorse && !$1.isWorse }.flatMap { change in
      Layout.hanging(
        StyledText(change.isWorse ? "✗ " : "✓ ", change.isWorse ? .bad : .good),
        StyledText(change.sentence + "."), width: width)
    }
    return style.paint([StyledText(), StyledText(heading, .heading)] + lines)
  }
}
