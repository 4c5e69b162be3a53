package import ContendStatistics

/// The figures of the rounds of a fix against those of the control in the same blocks.
///
/// They are reported, not judged: under contention the control is fast because it does not wait.
package struct BlockComparison: Sendable {
  /// What one round measured.
  package struct Figures: Hashable, Sendable {
    /// Milliseconds.
    package var p50: Double
    package var p99: Double
    /// Calls per second.
    package var throughput: Double

    package init(p50: Double, p99: Double, throughput: Double) {
      self.p50 = p50
      self.p99 = p99
      self.throughput = throughput
    }
  }

  private var blocks: [(control: Figures, fix: Figures)] = []

  package init() {}

  /// Takes in one block: the control's round and those of the fix.
  package mutating func endBlock(control: Figures, fix: [Figures]) {
    guard !fix.isEmpty else { return }
    func mean(_ figure: (Figures) -> Double) -> Double {
      fix.reduce(0) { $0 + figure($1) } / Double(fix.count)
    }
    blocks.append((control, Figures(p50: mean(\.p50), p99: mean(\.p99), throughput: mean(\.throughput))))
  }

  /// Nil with fewer than six blocks.
  package func ratio(_ figure: KeyPath<Figures, Double>) -> PairedRatio? {
    PairedRatio(blocks.map { .init(before: $0.control[keyPath: figure], after: $0.fix[keyPath: figure]) })
  }
}
