import ContendModel
import ContendStatistics

/// What went wrong, where and for whom.
extension AnalysisReport {
  var classification: Section {
    guard let anomaly = control.anomaly else {
      return Section("Classification", "No known class of concurrency bugs describes the failure.\n")
    }
    let advice = anomaly.advice.map { "- \(Markdown.text($0))\n" }.joined()
    return Section(
      "Classification", "\(Markdown.code(Words.name(anomaly))): \(Markdown.text(anomaly.sentence))\n",
      advice.isEmpty ? nil : advice)
  }

  var failurePoint: Section {
    guard let example else {
      return Section("Failure point", "No interleaving was recorded, so no statement can be named.\n")
    }
    if let missed = example.missed?.first, let read = step(missed.read), let write = step(missed.write) {
      return Section(
        "Failure point", point(read, missed.read, "reads what is about to change"),
        point(write, missed.write, "makes the change that was not seen"))
    }
    let number = example.steps.lastIndex { $0.error != nil } ?? example.steps.lastIndex { $0.location != nil }
    guard let number, let last = step(number + 1) else {
      return Section("Failure point", "The result does not hold where its statements stand; run it again.\n")
    }
    return Section("Failure point", point(last, number + 1, "is the last statement before the failure shows"))
  }

  private func step(_ number: Int) -> StepSection? {
    example.flatMap { $0.steps.indices.contains(number - 1) ? $0.steps[number - 1] : nil }
  }

  private func point(_ step: StepSection, _ number: Int, _ role: String) -> String {
    let client = example.flatMap {
      $0.clients.indices.contains(step.client - 1) ? $0.clients[step.client - 1] : nil
    }
    let place = step.location.map { " at \(Markdown.code("\($0.file):\($0.line)"))" } ?? ""
    let error =
      step.error.map { " It ends with \(Markdown.code($0.sqlState)): \(Markdown.text($0.message))." } ?? ""
    return
      "- Step \(number) of \(Markdown.text(client ?? "a client"))\(place) \(role): \(Markdown.code(step.sql)).\(error)\n"
  }

  var interleaving: Section {
    guard let example else {
      return Section(
        "Interleaving", "None was recorded. Record one with \(Markdown.code(invocation.explore)).\n")
    }
    let replay = invocation.replay(variant: control.variant, example)
    let lanes = Swimlanes(example, replay: replay).lines(width: MarkdownReport.laneWidth)
    return Section("Interleaving", Markdown.block(lanes))
  }

  var blastRadius: Section {
    var sentences: [String] = []
    if let radius = control.blastRadius { sentences.append(Words.sentence(radius) + ".") }
    if let stress = control.stress, let rate = stress.failureRate, let interval = stress.interval {
      sentences.append(
        "Under stress, \(stress.failedRounds) of \(Figures.plural(stress.rounds, "round")) failed (\(Figures.percent(rate)), 95% interval \(Figures.range(interval))), each with \(Figures.plural(stress.settings.clients, "client"))."
      )
    }
    let seen = control.signals.filter { !$0.isSilent }.map(\.name)
    sentences.append(
      seen.isEmpty
        ? "No call reports an error: the data are wrong, and nobody is told."
        : "Outside it shows as \(Words.list(seen)).")
    let rows = control.failures.compactMap { failure in failure.sample.map { (failure, $0) } }.first
    let sample = rows.map { failure, rows in
      "Rows that show it (\(Markdown.code(failure.kind))):\n\n" + Markdown.rows(rows)
    }
    return Section("Blast radius", sentences.map { Markdown.text($0) }.joined(separator: " ") + "\n", sample)
  }

  /// Why nobody saw it before it reached production.
  var unseen: Section {
    var reasons: [String] = []
    if let before = control.before { reasons.append(before.sentence) }
    if let explore = control.explore, explore.schedules > 0 { reasons.append(timing(explore)) }
    return Section(
      "Why it was not seen before", reasons.map { "- \(Markdown.text($0))\n" }.joined(),
      "\(Markdown.code(invocation.sweep)) shows from which load on it fails.\n"
    )
  }

  private func timing(_ explore: ExploreSection) -> String {
    let clients = Figures.plural(explore.clients, "client")
    guard explore.failing < explore.schedules else {
      return
        "Every interleaving of \(clients) fails, so it takes no unlucky timing: it takes the data and the size "
        + "of production."
    }
    let passing = explore.schedules - explore.failing
    return
      "\(Figures.grouped(explore.failing)) of \(Figures.plural(explore.schedules, "interleaving")) of \(clients) "
      + "\(explore.failing == 1 ? "fails" : "fail"), the other \(Figures.grouped(passing)) \(passing == 1 ? "does" : "do") "
      + "not. A test shows it only if calls overlap in one of those orders."
  }
}

extension FailureSignal {
  /// As a sentence names it.
  var name: String {
    switch self {
    case .sqlState(let code): "SQLSTATE \(code)"
    case .deadlock: "deadlocks (SQLSTATE 40P01)"
    case .poolTimeout: "time-outs of the connection pool"
    case .timeout: "calls that exceed their deadline"
    case .application(let reason): "the application's error \(reason)"
    case .stuck: "calls that never return"
    case .rejection(let reason): "calls rejected with \(reason)"
    case .crash: "calls whose process dies"
    case .silent(let invariant?): "rows that violate \(invariant)"
    case .silent(nil): "data that no order of the calls explains"
    }
  }
}
