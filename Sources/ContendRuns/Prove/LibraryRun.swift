package import ContendReport

/// Proves every scenario of the library, one after another, within one budget.
package struct LibraryRun: Sendable {
  /// Files, in the order in which they run.
  package var paths: [String]
  /// The budget is for all of them.
  package var options: RunOptions
  /// Statistical elimination alone is not enough.
  package var requiresProof = false

  /// Where `--budget` is not given.
  package static let usualBudget = Duration.seconds(600)

  package init(paths: [String] = ScenarioFile.library(), options: RunOptions) {
    self.paths = paths
    self.options = options
  }

  /// The budget of the next of so many scenarios.
  ///
  /// Some take several times as long as most, whose calls take time by themselves; so each may use up to
  /// three times its even share, and what it does not need is there for those after it.
  static func share(of left: Duration, among count: Int) -> Duration { left * 3 / (count + 2) }

  /// What came of it; a stopped run holds what it had by then.
  package struct Outcome: Sendable {
    package var documents: [ResultDocument] = []
    /// Scenarios that could not be run, and why.
    package var faults: [(name: String, error: any Error)] = []
    package var isInterrupted = false

    /// 0 if every scenario is as it expects, 2 if the only misses are inconclusive, else 1; before that,
    /// the code of what kept a scenario from being run.
    package var exitCode: Int32 {
      if isInterrupted { return 130 }
      if let fault = faults.first { return RunFault(fault.error).exitCode }
      let codes = documents.map(\.exitCode)
      return codes.contains(1) ? 1 : codes.max() ?? 2
    }
  }

  /// A scenario that has errors does not keep the others from running; a missing server does.
  package func run() async -> Outcome {
    let deadline = ContinuousClock.now.advanced(by: options.budget)
    var outcome = Outcome()
    for (index, path) in paths.enumerated() where !options.isStopped {
      let name = ScenarioFile.name(of: path)
      var own = options
      own.budget = Self.share(
        of: max(.zero, ContinuousClock.now.duration(to: deadline)), among: paths.count - index)
      own.progress = { [options, paths] in options.progress($0.within("\(index + 1)/\(paths.count) \(name)"))
      }
      do {
        var prove = ProveRun(try ScenarioFile.load(path), options: own)
        prove.requiresProof = requiresProof
        outcome.documents.append(try await prove.run())
      } catch {
        outcome.faults.append((name, error))
        if RunFault(error).exitCode != 65 { break }
      }
    }
    outcome.isInterrupted = options.isStopped
    return outcome
  }
}

extension Progress {
  /// The same as a part of something larger.
  fileprivate func within(_ whole: String) -> Progress {
    var progress = self
    progress.phase = "\(whole): \(phase)"
    return progress
  }
}
