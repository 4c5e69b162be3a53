import ContendModel

/// What of a result is not as its scenario expects.
extension ResultDocument {
  /// Fixes with a verdict that their `\expect` does not accept.
  var missedFixes: [FixSection] { fixes.filter { !$0.meetsExpectation } }

  /// The control failed, but as another class than the header's `\expect`.
  var missesClass: Bool {
    control.expectedClass != nil && control.anomaly != nil
      && control.expectedClass != control.anomaly?.anomalyClass
  }

  /// One clause for each miss; empty where all is as expected.
  var misses: [String] {
    var misses: [String] = []
    if interrupted { misses.append("interrupted") }
    if !control.reproduced { misses.append("\(control.variant) did not fail") }
    if missesClass, let found = control.anomaly?.anomalyClass, let expected = control.expectedClass {
      misses.append("\(control.variant) fails with \(found.rawValue), expected \(expected.rawValue)")
    }
    misses += fixes.compactMap(miss)
    if misses.isEmpty, exitCode != 0 {
      let names = fixes.filter { $0.verdict == .eliminatedStatistically }.map(\.name)
      misses.append("\(Words.list(names)) \(names.count == 1 ? "is" : "are") not proved")
    }
    return misses
  }

  /// How a fix is not as its `\expect` says, as a clause; nil where it is.
  func miss(of fix: FixSection) -> String? {
    guard !fix.meetsExpectation else { return nil }
    guard fix.missesClass, let found = fix.anomaly?.anomalyClass, let expected = fix.expectedClass else {
      return "\(fix.name) is \(fix.verdict.rawValue), expected \(fix.expected.joined(separator: " or "))"
    }
    return "\(fix.name) fails with \(found.rawValue), expected \(expected.rawValue)"
  }
}
