import ContendModel
import ContendReport
import Testing

@testable import ContendVerdict

/// What was reported is compared with what the control shows.
@Suite struct SymptomTests {
  private let seen = [
    SymptomCheck.Seen(
      .error("23514"),
      sentence:
        "1 call ended in error:23514, first client 1 in its call 1: new row for relation \"inventory\" violates check constraint \"inventory_stock_check\".",
      rounds: 12, schedules: 4),
    SymptomCheck.Seen(
      .invariant("sold"), sentence: "1 row violates invariant sold.", rounds: 3, schedules: 0),
    SymptomCheck.Seen(.serialOracle, sentence: "No order gives it.", rounds: 0, schedules: 2),
  ]

  private func check(_ state: String?, _ message: String? = nil, seen: [SymptomCheck.Seen]? = nil)
    -> SymptomCheck
  {
    SymptomCheck(
      Symptom(sqlState: state, message: message), seen: seen ?? self.seen, rounds: 17, schedules: 6)
  }

  @Test func `a code that was seen is told with how often`() {
    #expect(check("23514").isSeen == true)
    #expect(Sentences.sentence(check("23514")) == "The reported 23514 was seen in 12 rounds and 4 schedules.")
  }

  @Test func `a command that explores tells of schedules, one that runs free of rounds`() {
    let found = [SymptomCheck.Seen(.invariant("sold"), sentence: "no", rounds: 0, schedules: 3)]
    let explored = SymptomCheck(Symptom(sqlState: "40001"), seen: found, rounds: 0, schedules: 6)
    #expect(
      Sentences.sentence(explored)
        == "The reported 40001 was not seen in 6 schedules; what was seen is invariant:sold (3 schedules).")
    let free = SymptomCheck(Symptom(sqlState: "40001"), seen: [], rounds: 4, schedules: 0)
    #expect(
      Sentences.sentence(free) == "The reported 40001 was not seen in 4 rounds; what was seen is no failure.")
  }

  @Test func `a code that was not seen is told with what was`() {
    let other = check("40001")
    #expect(other.isSeen == false)
    #expect(
      Sentences.sentence(other)
        == "The reported 40001 was not seen in 17 rounds and 6 schedules; what was seen is error:23514 (12 rounds, 4 schedules), invariant:sold (3 rounds, 0 schedules)."
    )
    #expect(Sentences.sentence(check("40001", seen: []))?.hasSuffix("what was seen is no failure.") == true)
  }

  @Test func `a message is found as the server or its log wrote it`() {
    let message =
      "ERROR:  new row for relation \"inventory\" violates check constraint \"inventory_stock_check\""
    #expect(check("23514", message).isSeen == true)
    #expect(check(nil, message).isSeen == true)
    let other = check("23514", "violates check constraint \"price_check\"")
    #expect(other.isSeen == false)
    #expect(
      Sentences.sentence(other)?.contains("was seen in 12 rounds and 4 schedules, but not with the message")
        == true)
  }

  @Test func `a code in which calls may end is seen as well`() {
    var check = check("40001")
    check.allowed = ["40001"]
    #expect(Sentences.sentence(check) == "The reported 40001 was seen, and is allowed.")
  }

  @Test func `a symptom that names a frame alone cannot be compared`() {
    #expect(check(nil).isSeen == nil && Sentences.sentence(check(nil)) == nil)
  }
}
