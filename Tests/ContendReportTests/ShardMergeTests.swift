import ContendChecking
import ContendModel
import ContendReport
import ContendStatistics
import ContendVerdict
import Testing

/// Results of shards become the result of one run, or nothing.
@Suite struct ShardMergeTests {
  private static let leaves = 24

  private func figures(_ schedules: Int, failing: Int = 0, complete: Bool = true) -> ExploreFigures {
    ExploreFigures(
      coverage: Coverage(
        schedules: schedules, orders: schedules, isComplete: complete, isSampled: false, preemptions: nil,
        reduction: .mvcc, levels: [.readCommitted], clients: 2, calls: 1, draws: [], diverged: 0,
        uncontrolledWakes: 0, stuck: 0, audit: nil, missed: nil, gaps: [.moreClients]),
      redundant: 1, failing: failing, bounded: 0, foreignBlocker: nil, stuck: [], unknown: [],
      kinds: failing > 0
        ? [
          ExploreFigures.Kind(
            .invariant("conserved"), schedules: failing, alone: failing,
            shortest: Schedule([.issue(1), .issue(2)]), evidence: .text("1 row."))
        ] : [], isMissed: false)
  }

  private func section(_ figures: ExploreFigures) -> ExploreSection {
    ExploreSection(
      clients: 2, calls: 1, strategy: "depth-first", reduction: "mvcc",
      schedules: figures.coverage.schedules, redundant: figures.redundant,
      complete: figures.coverage.isComplete, failing: figures.failing, duration: 1, coverage: "a part")
  }

  private func walk(_ variant: String, _ shard: Shard, _ figures: ExploreFigures) -> ShardSection.Walk {
    ShardSection.Walk(
      variant: variant, leaves: Self.leaves, own: (0..<Self.leaves).filter(shard.owns), figures: figures,
      outcomes: ["\(variant) \(shard.number)"], audited: ["\(variant) 1"], codes: [])
  }

  /// A shard's result: the control fails in the first shard alone, the fix nowhere.
  private func document(_ number: Int, of count: Int = 3, complete: Bool = true) throws -> ResultDocument {
    let shard = try #require(Shard(number: number, count: count))
    let control = figures(10, failing: number == 1 ? 4 : 0)
    let fix = figures(number, complete: complete)
    let rounds = Samples.stress(
      rounds: 1, failed: 0, Interval(low: 0, high: 0.975), p50: 1, throughput: 1, outcomes: ["ok": 2])
    let stress = number == 2 ? rounds : nil
    var document = ResultDocument(
      contend: "0.1.0", command: .prove, scenario: Samples.scenario, seed: 1, server: Samples.server,
      control: ControlSection(
        variant: "buggy", title: "read, write back", reproduced: number == 1,
        failures: number == 1
          ? [FailureSection(.invariant("conserved"), schedules: 4, sentence: "1 row.")] : [],
        explore: section(control), stress: stress),
      fixes: [
        FixSection(
          name: "atomic", title: "one statement", verdict: .inconclusive, reasons: ["one of three"],
          explore: section(fix), stress: stress)
      ], exitCode: 0, duration: Double(number))
    let rule = ProveRule(judgesByExpectation: true, requiresProof: false)
    let judged = ShardSection.Rounds(
      fixes: [.init(name: "atomic", evidence: try evidence())], knewFailures: true, notes: [])
    document.shard = ShardSection(
      shard, scenarios: 1, plan: "plan", rule: rule,
      walks: [walk("buggy", shard, control), walk("atomic", shard, fix)],
      rounds: number == 2 ? judged : nil)
    return document
  }

  private func evidence() throws -> FixCase {
    var tally = ArmTally()
    tally.endRound(History(round: 1, calls: [], invariants: [], duration: .seconds(1)), .valid)
    return FixCase(
      StressDecision(), control: tally, fix: tally, thresholds: ThresholdCheck(shared: [], own: []),
      scrutiny: ScrutinyFindings())
  }

  private func sources(_ documents: [ResultDocument]) -> [ShardMerge.Source] {
    documents.map { ShardMerge.Source(name: "\($0.shard?.number ?? 0).json", documents: [$0]) }
  }

  private func whole() throws -> [ResultDocument] { try (1...3).map { try document($0) } }

  private func refusal(_ documents: [ResultDocument]) -> MergeRefusal? {
    do {
      _ = try ShardMerge.merged(sources(documents))
      return nil
    } catch {
      return error
    }
  }

  @Test func countsAreAddedAndTheVerdictIsThatOfAllLeaves() throws {
    let merged = try ShardMerge.merged(sources(whole()))
    let document = try #require(merged.first)
    #expect(merged.count == 1 && document.shard == nil)
    #expect(document.control.explore?.schedules == 30 && document.control.explore?.failing == 4)
    #expect(document.control.reproduced)
    #expect(document.control.failures.map(\.schedules) == [4])
    #expect(document.fixes[0].explore?.schedules == 6 && document.fixes[0].explore?.complete == true)
    #expect(document.fixes[0].verdict == .eliminatedProved)
    #expect(document.fixes[0].reasons[0].contains("None of the 6 classes"))
    #expect(document.fixes[0].reasons[0].contains("4 of 30"))
    #expect(document.exitCode == 0)
  }

  @Test func theOrderOfTheFilesChangesNothing() throws {
    let (there, back) = (try whole(), try whole().reversed())
    #expect(
      try ShardMerge.merged(sources(there))[0].json() == ShardMerge.merged(sources(Array(back)))[0].json())
  }

  @Test func whatIsStoredAndReadAgainMergesAlike() throws {
    let stored = try whole().map { try ResultDocument(json: $0.json()) }
    #expect(try ShardMerge.merged(sources(stored))[0].json() == ShardMerge.merged(sources(whole()))[0].json())
  }

  @Test func aShardThatDidNotFinishProvesNothing() throws {
    var documents = try whole()
    documents[2] = try document(3, complete: false)
    let merged = try ShardMerge.merged(sources(documents))[0]
    #expect(merged.fixes[0].verdict == .inconclusive && merged.fixes[0].explore?.complete == false)
    #expect(merged.exitCode == 2)
    #expect(merged.fixes[0].notes.contains { $0.contains("The budget ended") })
  }

  @Test func anOutcomeThatOnlyOrdersWithoutReductionShowProvesNothing() throws {
    var documents = try whole()
    documents[0].shard?.walks[1].audited = ["something else"]
    let merged = try ShardMerge.merged(sources(documents))[0]
    #expect(merged.fixes[0].verdict == .inconclusive)
    #expect(merged.fixes[0].reasons.contains { $0.contains("an outcome that no shard has seen") })
  }

  @Test func aControlThatFailsInOtherShardsOnlyLeavesFixesUnasked() throws {
    var documents = try whole()
    documents[1].shard?.rounds?.knewFailures = false
    let merged = try ShardMerge.merged(sources(documents))[0]
    #expect(merged.fixes[0].verdict == .inconclusive)
    #expect(merged.fixes[0].reasons.contains { $0.contains("prove it without shards") })
  }

  @Test func aMissingShardIsNamed() throws {
    let refusal = refusal([try document(1), try document(3)])
    #expect(refusal == .missing(scenario: "lost-update", shards: [2], count: 3))
    #expect(refusal?.description.hasPrefix("nothing is proved: shard 2 of 3 is missing") == true)
  }

  @Test func aDoubledShardIsNamed() throws {
    let refusal = refusal(try whole() + [document(2)])
    #expect(refusal == .twice(scenario: "lost-update", shard: 2, files: ["2.json", "2.json"]))
  }

  @Test func aForeignShardIsNamedWithWhatDiffers() throws {
    func differing(_ change: (inout ResultDocument) -> Void) throws -> MergeRefusal? {
      var documents = try whole()
      change(&documents[2])
      return refusal(documents)
    }
    func foreign(_ common: MergeRefusal.Common) -> MergeRefusal {
      .foreign(scenario: "lost-update", file: "3.json", other: "1.json", common)
    }
    #expect(try differing { $0.seed = 7 } == foreign(.seed))
    #expect(try differing { $0.contend = "9" } == foreign(.contend))
    #expect(try differing { $0.scenario.sha256 = "0" } == foreign(.text))
    #expect(try differing { $0.scenario.parameters = [:] } == foreign(.settings))
    #expect(try differing { $0.server.version = "18" } == foreign(.server))
    #expect(try differing { $0.shard?.plan = "other" } == foreign(.leaves))
    #expect(try differing { $0.shard?.count = 4 } == foreign(.count))
    #expect(try differing { $0.scenario.file = "/elsewhere/lost-update.race.sql" } == nil)
  }

  @Test func aLeafThatIsMissingOrThereTwiceIsNamed() throws {
    var documents = try whole()
    documents[1].shard?.walks[1].own.removeFirst()
    #expect(
      refusal(documents) == .leafMissing(scenario: "lost-update", variant: "atomic", leaf: 2, leaves: 24))
    documents = try whole()
    documents[1].shard?.walks[1].own.append(0)
    #expect(refusal(documents) == .leafTwice(scenario: "lost-update", variant: "atomic", leaf: 1))
  }

  @Test func aResultThatWasInterruptedOrChangedOrIsNoShardIsRefused() throws {
    var documents = try whole()
    documents[0].interrupted = true
    #expect(refusal(documents) == .interrupted(scenario: "lost-update", file: "1.json"))
    documents = try whole()
    documents[0].control.explore?.failing = 0
    #expect(refusal(documents) == .damaged(scenario: "lost-update", file: "1.json", variant: "buggy"))
    documents = try whole()
    documents[0].shard = nil
    #expect(refusal(documents) == .noShard(scenario: "lost-update", file: "0.json"))
    documents = try whole()
    documents[1].shard?.rounds = nil
    #expect(refusal(documents) == .rounds(scenario: "lost-update", shards: []))
    #expect(refusal([]) == .nothing)
    documents = try whole()
    for index in documents.indices { documents[index].shard?.scenarios = 2 }
    #expect(refusal(documents) == .scenariosMissing(found: 1, of: 2))
  }
}
