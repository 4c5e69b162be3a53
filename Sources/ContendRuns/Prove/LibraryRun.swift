import ContendModel
package import ContendReport

/// Proves many scenarios one after another: the library, or the files that the user names.
package struct LibraryRun: Sendable {
  /// Scenarios that will run, in this order.
  private let scenarios: [Loaded]
  private let fixNames: [String]
  /// The budget is for each scenario.
  package var options: RunOptions
  /// For all of them together; nil leaves each its own.
  package var totalBudget: Duration?
  /// Statistical elimination alone is not enough.
  package var requiresProof = false

  /// Of the library where neither budget is given.
  package static let usualBudget = Duration.seconds(600)

  private struct Loaded {
    let path: String
    let file: Result<ScenarioFile, ScenarioFault>

    /// Nil where the file cannot be read.
    var fixes: [String]? { try? file.get().scenario.fixes.map(\.name) }
  }

  /// Reads all scenarios, because a name that names nothing is reported before anything runs.
  ///
  /// - Parameter fixNames: judged in each scenario that has one of them; the others do not run. Empty judges all
  ///   fixes by what their scenarios expect of them.
  /// Throws `ScenarioFault` where there is no such scenario, or none that has such a fix.
  package init(_ paths: [String], fixNames: [String] = [], options: RunOptions) throws(ScenarioFault) {
    var scenarios: [Loaded] = []
    for path in paths {
      let loaded = Loaded(
        path: path, file: Result { () throws(ScenarioFault) in try ScenarioFile.load(path) })
      if case .failure(let fault) = loaded.file, case .notFound = fault { throw fault }
      scenarios.append(loaded)
    }
    let known = scenarios.flatMap { $0.fixes ?? [] }.uniqued()
    let isReadable = scenarios.allSatisfy { $0.fixes != nil }
    for name in fixNames where isReadable && !known.contains(name) { throw .noFix(name, known: known) }
    self.scenarios =
      fixNames.isEmpty
      ? scenarios : scenarios.filter { !Set($0.fixes ?? fixNames).isDisjoint(with: fixNames) }
    self.fixNames = fixNames
    self.options = options
  }

  /// Scenarios that will run.
  package var count: Int { scenarios.count }

  /// The budget of the next of so many scenarios.
  ///
  /// Some take several times as long as most, whose calls take time by themselves; so each may use up to
  /// three times its even share, and what it does not need is there for those after it.
  static func share(of left: Duration, among count: Int) -> Duration { left * 3 / (count + 2) }

  /// What could not be run does not keep the others from running, unless it is the server that is missing.
  package func run() async -> ResultList {
    let deadline = totalBudget.map { ContinuousClock.now.advanced(by: $0) }
    var list = ResultList()
    for (index, scenario) in scenarios.enumerated() where !options.isStopped {
      let name = ScenarioFile.name(of: scenario.path)
      var own = options
      own.explore.part = index
      own.explore.parts = count
      if let deadline {
        let left = max(.zero, ContinuousClock.now.duration(to: deadline))
        own.budget = min(own.budget, Self.share(of: left, among: count - index))
      }
      own.progress = { [options, count] in options.progress($0.within("\(index + 1)/\(count) \(name)")) }
      do {
        list.documents.append(try await prove(try scenario.file.get(), own))
      } catch {
        let fault = RunFault(error)
        list.unrunnable.append(UnrunnableScenario(fault, path: scenario.path))
        if [69, 77].contains(fault.exitCode) { break }
      }
    }
    list.isInterrupted = options.isStopped
    return list
  }

  private func prove(_ file: ScenarioFile, _ options: RunOptions) async throws -> ResultDocument {
    let fixes = Set(file.scenario.fixes.map(\.name))
    var prove = ProveRun(file, fixNames: fixNames.filter(fixes.contains), options: options)
    prove.requiresProof = requiresProof
    return try await prove.run()
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
