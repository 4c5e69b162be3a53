import ContendModel
import ContendReport
import ContendStatistics
import Foundation
import Testing

@testable import ContendVerdict

/// Evidence is stored with a result, and every piece has words.
@Suite struct EvidenceTests {
  private static let ratio = [
    PairedRatio((1...8).map { PairedRatio.Pair(before: Double($0), after: 1.3 * Double($0)) })
  ].compactMap(\.self)[0]
  private static let interval = Interval(low: 0.1, high: 0.4)
  private static let share = Share(3, of: 68)
  private static let threshold = ThresholdFigure(
    Threshold(
      metric: .p99, comparison: .less, limit: 250, location: SourceLocation(file: "a", line: 1, column: 1)))
  private static let story = SerialStory(
    calls: [.init(name: "client1", outcome: "ok")], failure: .text("1 row."), error: .error("23505"))
  private static let work = Work(
    tables: [.init(name: "orders", change: TableChange(inserted: 1))], calls: nil)

  private static let rounds: [RoundEvidence] = [
    .newFailure(kind: .timeout, fix: share, first: 4, control: share, message: nil),
    .sameFailures(
      kinds: [KindCount(kind: .timeout, rounds: 3, first: 1)], fix: share, interval: interval, control: share,
      message: .text("m.")),
    .failureFactor(lower: true, factor: 0.2, interval: interval, e: 44),
    .neverFailed(fix: share, control: share, bound: 0.048, confidence: 0.95),
    .unjudged(rounds: share, reasons: ["r."]),
    .tooFewFailures(fix: share, seen: 2, needed: 17, rate: 0.01, more: 900),
    .failsInExploreOnly(control: share),
    .notReproduced(control: share, bound: 0.02, more: nil, unjudged: share, reasons: ["r."]), .noControlRound,
    .thresholdBroken(threshold: threshold, value: 300, control: nil),
    .thresholdBrokenByBoth(threshold: threshold, value: 300),
    .absorbedByRetry(retried: 4, fix: 0.4, control: 0),
    .vacuous(arm: .control, rounds: share, invariant: nil),
    .notShownInStaging(setting: "items = 2", rounds: 20, control: share), .stoppedEarly,
    .fewerClients(clients: 10, wanted: 50, free: 97, needed: 240),
  ]
  private static let schedules: [ScheduleEvidence] = [
    .failing(
      kind: .invariant("sold"), fix: share, shortest: "12 12", new: true, stress: share, message: nil,
      intact: false),
    .noneFails(classes: 96, clients: 2, control: share, stressed: true), .foreignBlocker(session: "pid 1"),
    .stuckCall(call: "client1", place: nil), .uncontrolledWakes(count: 2), .diverged(runs: 2),
    .heldBack(runs: 2),
    .unjudged(reason: "r."), .budgetEnded(schedules: 9, orders: 7),
    .oneShard(number: 2, count: 4), .notScrutinised, .outcomeLost(reduction: .mvcc),
  ]
  private static let serial: [SerialEvidence] = [
    .fails(
      place: SourceLocation(file: "a.race.sql", line: 9, column: 1), kinds: [.timeout], new: false,
      orders: share,
      shortest: story),
    .raceOfOrder(variant: "buggy", orders: share, shortest: story), .stuck(line: 9),
    .noWork(control: "buggy", missing: work, instead: [], ok: 0, calls: 2, lost: share),
    .tableForgotten(control: "buggy", missing: work, table: "orders"),
    .lostWrites(variant: nil, calls: share),
    .leavesUnwritten(table: "t", control: "buggy"),
    .tableDiffers(table: "t", control: "buggy", before: ["(1)"], after: [], shared: true),
  ]
  private static let scrutiny: [ScrutinyEvidence] = [
    .acceptanceUnsettled(orders: 3, needed: 15),
    .turnsWorkAway(calls: share, rounds: 4, serial: 68, orders: 15, ends: ["rejected:busy"]),
    .causeUnchanged(parameter: "items", fix: 1, control: 1),
    .failsFurtherOut(parameter: "clients", value: "200", rounds: share, kinds: [.poolTimeout]),
    .sweepUnfinished(parameter: "items"), .sweepOutOfConnections(parameter: "clients"),
    .slowerAlone(metric: .p50, ratio: ratio, before: 10, after: 13, margin: 0.1),
    .unsteadyMachine(ratio: nil),
    .latencyAlone(p50: ratio, p99: nil, undecided: 0.1), .latencyNotCompared(reason: .budgetEnded),
    .serialisesEverything(partition: "sku", clients: 6, fix: ratio, control: ratio),
    .partitionGain(partition: "sku", clients: 6, fix: ratio, control: ratio, conclusive: false),
    .partitionNotMeasured(partition: "sku"),
  ]
  private static let all: [Evidence] =
    rounds.map(Evidence.rounds) + schedules.map(Evidence.schedules) + serial.map(Evidence.serial)
    + scrutiny.map(Evidence.scrutiny)

  @Test(arguments: all) func `evidence reads back as it was stored`(_ evidence: Evidence) throws {
    let data = try JSONEncoder().encode(evidence)
    #expect(try JSONDecoder().decode(Evidence.self, from: data) == evidence)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object.count == 1)
    let keys = Array(object.keys) + ((object.values.first as? [String: Any]).map { Array($0.keys) } ?? [])
    for key in keys { #expect(key.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }, "\(key)") }
  }

  @Test(arguments: all) func `every piece of evidence is a sentence of its own`(_ evidence: Evidence) {
    let text = Sentences(.terminal).text(evidence)
    #expect(text.hasSuffix(".") || text.hasSuffix("?") || text.hasSuffix("'"), "\(text)")
    #expect(Self.all.count { Sentences(.terminal).text($0) == text } == 1)
  }

  @Test func `names of what was found are different in all families`() throws {
    let names = try Self.all.map { evidence in
      let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(evidence)) as? [String: Any]
      return try #require(object?.keys.first)
    }
    #expect(Set(names).count == names.count)
  }

  @Test func `advice names settings as its reader sets them`() {
    let evidence = Evidence.scrutiny(.sweepUnfinished(parameter: "items"))
    #expect(Sentences(.terminal).text(evidence).hasSuffix("the budget ended. Raise --budget."))
    #expect(Sentences(.swift).text(evidence).hasSuffix("the budget ended. Raise settings.budget."))
  }
}
