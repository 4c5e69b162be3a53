import ContendModel
import ContendReport
import Testing

@testable import ContendVerdict

/// What the change brought, and why staging did not show it.
@Suite struct BeforeTests {
  private let control = FailureCount(failedRounds: 17, rounds: 17, failingSchedules: 4, schedules: 6)

  @Test func `a failure that the code before the change does not have came with it`() {
    let check = BeforeCheck(before: FailureCount(failedRounds: 0, rounds: 68, schedules: 6), control: control)
    #expect(
      Sentences.sentence(check, control: "buggy")
        == "The change brought it: before fails in 0 of 68 rounds and 0 of 6 interleavings, buggy in 17 of 17 rounds and 4 of 6 interleavings."
    )
  }

  @Test func `a failure that was there before did not come with the change`() {
    let check = BeforeCheck(before: FailureCount(failedRounds: 1, rounds: 68), control: control)
    #expect(
      Sentences.sentence(check, control: "buggy").hasPrefix(
        "The change did not bring it, or not alone: before fails in 1 of 68 rounds,"))
    let none = BeforeCheck(before: FailureCount(failedRounds: 0, rounds: 0), control: control)
    #expect(Sentences.sentence(none, control: "buggy") == "Before was not run: the budget ended.")
  }

  @Test func `a setting that does not show it is told where chance does not explain that`() {
    func check(_ rounds: Int, failed: Int = 0, of control: FailureCount) -> String? {
      StagingCheck(
        setting: "profile staging (items = 2)", rounds: rounds, failedRounds: failed, control: control
      ).note.map { Sentences(.terminal).text($0) }
    }
    #expect(
      check(20, of: control)
        == "Why staging did not show it: with profile staging (items = 2) it failed in 0 of 20 rounds; here in 17 of 17."
    )
    #expect(check(20, failed: 1, of: control) == nil)
    #expect(check(0, of: control) == nil)
    let rare = FailureCount(failedRounds: 1, rounds: 20)
    #expect(check(20, of: rare) == nil)
    #expect(check(100, of: rare) != nil)
  }
}
