import ContendTestSupport
import Foundation
import Testing

@testable import ContendRuns

/// `CONTEND_PROGRAMS` says how many programs, `CONTEND_FIRST` the number of the first one and
/// `CONTEND_SEED` the seed, so that a long run is this one with more patience, and a mismatch is run
/// alone by its number. `CONTEND_TRAIT` takes only programs with this theme or trait, `CONTEND_SHOW=1`
/// prints them as they are run.
@Suite("Reductions lose no outcome of richer programs", .serialized)
struct RichSoundnessTests {
  private static func number(_ name: String, or usual: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? usual
  }

  @Test
  func `a reduced exploration has the outcomes and the failures of plain enumeration`() async throws {
    let seed = UInt64(Self.number("CONTEND_SEED", or: 7))
    let first = Self.number("CONTEND_FIRST", or: 1)
    let count = Extent.number(8, whole: 120, "CONTEND_PROGRAMS")
    let trait = ProcessInfo.processInfo.environment["CONTEND_TRAIT"]
    let programs = (first..<(first + count)).map { RichProgram(seed: seed, number: $0) }
      .filter { trait.map($0.traits.contains) ?? true }
    let start = ContinuousClock.now
    let report = try await RichComparison(
      programs, isShowing: Self.number("CONTEND_SHOW", or: 0) > 0
    ).run()
    print(
      "Seed \(seed), programs from \(first): \(report.compared) compared in \(start.duration(to: .now)), "
        + "\(report.telling) with more than one outcome, "
        + "\(report.schedules.plain) schedules became \(report.schedules.reduced)")
    for unknown in report.unknown { print("Not compared: \(unknown)") }
    for mismatch in report.mismatches.prefix(5) { Issue.record("\(mismatch)") }
    #expect(report.mismatches.isEmpty, "\(report.mismatches.count) of \(count) programs differ")
    #expect(report.unknown.count * 10 <= max(count, 10), "too many programs cannot be enumerated")
  }

  @Test func `a program is the same whenever and wherever it is made`() {
    #expect(RichProgram(seed: 7, number: 3).text == RichProgram(seed: 7, number: 3).text)
    #expect(RichProgram(seed: 7, number: 3).text != RichProgram(seed: 7, number: 4).text)
  }

  /// What stands in no program is tested by none.
  @Test func `a few programs have every theme, and sixty every trait`() {
    let programs = (1...60).map { RichProgram(seed: 7, number: $0) }
    let themes = Set(RichTheme.all.map(\.name))
    #expect(themes.subtracting(programs.prefix(RichTheme.all.count).flatMap(\.traits)) == [])
    let passing = RichPassing.inside + RichPassing.outside + RichPassing.leveled
    let wanted =
      passing.compactMap(\.trait) + [
        "chain", "condition", "lock elsewhere", "look elsewhere", "retry", "savepoint", "second connection",
        "set time-out",
        "three clients",
        "two calls",
      ]
    #expect(Set(wanted).subtracting(programs.flatMap(\.traits)) == [])
  }
}
