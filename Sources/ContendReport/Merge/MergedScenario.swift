import ContendModel
import ContendVerdict

/// The result that one run would have given whose shards these are: counts are added, verdicts judged anew.
struct MergedScenario {
  private let members: [ShardMerge.Member]
  /// The shard that has the rounds.
  private let home: ShardMerge.Member
  private let rounds: ShardSection.Rounds
  private let sentences = Sentences(.terminal)

  /// - Parameter members: as `MergeCheck` lets pass.
  init(_ members: [ShardMerge.Member]) {
    self.members = members
    home = members.first { $0.shard.rounds != nil } ?? members[0]
    rounds = home.shard.rounds ?? ShardSection.Rounds(fixes: [], knewFailures: true, notes: [])
  }

  var document: ResultDocument {
    var document = home.document
    document.shard = nil
    document.control = control
    document.fixes = home.document.fixes.map(fix)
    document.exitCode = home.shard.rule.exitCode(document.control, document.fixes)
    document.duration = members.map(\.document.duration).max() ?? 0
    return document
  }

  private func figures(_ variant: String) -> ExploreFigures? {
    let walks = members.flatMap { $0.shard.walks.filter { $0.variant == variant } }
    let seen = Set(walks.flatMap(\.outcomes))
    return ExploreFigures.sum(
      walks.map(\.figures), isMissed: !seen.isSuperset(of: walks.flatMap(\.audited)))
  }

  // MARK: Control

  private var control: ControlSection {
    var control = home.document.control
    let figures = figures(control.variant)
    let best = best(control.variant, figures)
    control.explore = explore(control.variant, figures, best)
    control.failures = failures(home.document.control.failures, control.variant, figures)
    control.reproduced = control.stress.map { $0.failedRounds > 0 } == true || (figures?.failing ?? 0) > 0
    control.anomaly = anomaly(control.variant, best) ?? control.anomaly
    control.notes = ((figures?.doubts ?? []) + rounds.notes).map(sentences.text)
    control.before = before(control, figures)
    control.symptom = symptom(control, figures)
    return control
  }

  private func before(_ control: ControlSection, _ figures: ExploreFigures?) -> BeforeSection? {
    guard var before = control.before else { return nil }
    let own = self.figures(before.variant)
    before.schedules = own?.coverage.schedules ?? 0
    before.failingSchedules = own?.failing ?? 0
    let check = BeforeCheck(
      before: FailureCount(
        failedRounds: before.failedRounds, rounds: before.rounds, failingSchedules: before.failingSchedules,
        schedules: before.schedules),
      control: FailureCount(
        failedRounds: control.stress?.failedRounds ?? 0, rounds: control.stress?.rounds ?? 0,
        failingSchedules: figures?.failing ?? 0, schedules: figures?.coverage.schedules ?? 0))
    before.sentence = Sentences.sentence(check, control: control.variant)
    return before
  }

  /// Compared anew with what all shards saw.
  private func symptom(_ control: ControlSection, _ figures: ExploreFigures?) -> SymptomSection? {
    guard let old = control.symptom else { return nil }
    let seen = control.failures.compactMap { failure in
      FailureKind(failure.kind).map {
        SymptomCheck.Seen(
          $0, sentence: failure.sentence, rounds: failure.rounds ?? 0, schedules: failure.schedules ?? 0)
      }
    }
    let errors = "\(OutcomeKind.error.rawValue):"
    let ends = control.stress?.outcomes.entries.keys.filter { $0.hasPrefix(errors) } ?? []
    let codes = members.flatMap { member in
      member.shard.walks.filter { $0.variant == control.variant }.flatMap(\.codes)
    }
    let check = SymptomCheck(
      Symptom(sqlState: old.sqlState, message: old.message), seen: seen,
      allowed: Set(codes).union(ends.map { String($0.dropFirst(errors.count)) }),
      rounds: control.stress?.rounds ?? 0, schedules: figures?.coverage.schedules ?? 0)
    guard let isSeen = check.isSeen, let sentence = Sentences.sentence(check) else { return old }
    return SymptomSection(sqlState: old.sqlState, message: old.message, seen: isSeen, sentence: sentence)
  }

  // MARK: Fixes

  private func fix(_ section: FixSection) -> FixSection {
    var section = section
    // One whose statement never returns was judged by that alone.
    guard let own = rounds.fixes.first(where: { $0.name == section.name }) else { return section }
    let control = figures(home.document.control.variant)
    let figures = figures(section.name)
    let evidence = own.evidence.knowing(Set(control?.kinds.map(\.kind) ?? []))
    var findings: [Finding] = []
    if let control, let figures {
      findings =
        ExploreFindings(control: control, fix: figures, stress: evidence.fix, of: evidence.control).all
      if !rounds.knewFailures, control.failing > 0, figures.failing == 0 {
        findings.append(Finding(.inconclusive, .schedules(.notScrutinised)))
      }
    }
    var verdict = evidence.verdict(explored: findings)
    verdict.notes += figures?.doubts ?? []
    section.judge(by: verdict, sentences)
    let best = best(section.name, figures)
    section.explore = explore(section.name, figures, best)
    section.failures = failures(section.failures, section.name, figures)
    section.anomaly = anomaly(section.name, best)
    section.stress?.upperBound = verdict.upperBound
    return section
  }

  // MARK: Parts of a section

  /// The shard whose example of the most frequent kind of failure is the shortest.
  private func best(_ variant: String, _ figures: ExploreFigures?) -> ShardMerge.Member? {
    let kinds = figures?.kinds.sorted {
      ($0.kind == .serialOracle ? 1 : 0, -$0.schedules, $0.kind)
        < ($1.kind == .serialOracle ? 1 : 0, -$1.schedules, $1.kind)
    }
    guard let kind = kinds?.first else { return nil }
    return members.first { member in
      let own = member.shard.walks.first { $0.variant == variant }?.figures.kind(kind.kind)
      return own?.shortest == kind.shortest
    }
  }

  private func section(_ variant: String, in member: ShardMerge.Member) -> ExploreSection? {
    let document = member.document
    return document.control.variant == variant
      ? document.control.explore : document.fixes.first { $0.name == variant }?.explore
  }

  private func anomaly(_ variant: String, _ member: ShardMerge.Member?) -> AnomalySection? {
    guard let document = member?.document else { return nil }
    return document.control.variant == variant
      ? document.control.anomaly : document.fixes.first { $0.name == variant }?.anomaly
  }

  private func explore(
    _ variant: String, _ figures: ExploreFigures?, _ best: ShardMerge.Member?
  ) -> ExploreSection? {
    let all = members.compactMap { section(variant, in: $0) }
    guard let figures, var sum = best.flatMap({ section(variant, in: $0) }) ?? all.first else { return nil }
    sum.schedules = figures.coverage.schedules
    sum.orders = figures.coverage.orders
    sum.redundant = figures.redundant
    sum.complete = figures.coverage.isComplete && figures.bounded == 0
    sum.failing = figures.failing
    sum.firstFailure = all.compactMap(\.firstFailure).min()
    sum.diverged = figures.coverage.diverged
    sum.uncontrolledWakes = figures.coverage.uncontrolledWakes
    sum.stuck = figures.coverage.stuck
    sum.duration = all.map(\.duration).reduce(0, +)
    sum.coverage = sentences.text(figures.coverage)
    return sum
  }

  /// Kinds that stress showed, with all their schedules, and then those that only schedules showed.
  private func failures(
    _ known: [FailureSection], _ variant: String, _ figures: ExploreFigures?
  ) -> [FailureSection] {
    let counts = Dictionary((figures?.kinds ?? []).map { ($0.kind.description, $0) }) { $1 }
    let inRounds = known.filter { $0.rounds != nil }.map { section in
      var section = section
      section.schedules = counts[section.kind]?.schedules
      return section
    }
    let others = counts.values.filter { kind in !inRounds.contains { $0.kind == kind.kind.description } }
    return inRounds
      + others.sorted { ($1.schedules, $0.kind) < ($0.schedules, $1.kind) }.compactMap { kind in
        var section = example(of: kind, variant)
        section?.schedules = kind.schedules
        return section
      }
  }

  /// How the shard tells it that has the shortest example.
  private func example(of kind: ExploreFigures.Kind, _ variant: String) -> FailureSection? {
    let member = members.first { member in
      let own = member.shard.walks.first { $0.variant == variant }?.figures.kind(kind.kind)
      return own?.shortest == kind.shortest
    }
    guard let document = member?.document else { return nil }
    let sections =
      document.control.variant == variant
      ? document.control.failures : document.fixes.first { $0.name == variant }?.failures ?? []
    var section = sections.first { $0.kind == kind.kind.description }
    section?.rounds = nil
    return section
  }
}
