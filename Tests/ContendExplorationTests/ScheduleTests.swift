import ContendModel
import Testing

@Suite("The text of a schedule")
struct ScheduleTests {
  @Test("Any schedule comes back from its text")
  func roundTrip() {
    var random = RandomStream(seed: 9)
    for _ in 1...500 {
      let choices = (0..<Int.random(in: 0...30, using: &random)).map { _ -> Choice in
        let client = Int.random(in: 1...14, using: &random)
        let kinds: [Choice] = [
          .issue(client), .wake(client), .victim(client), .timeOut(client), .crash(client),
          .crashDuring(client), .expire(client, entry: Int.random(in: 1...12, using: &random)),
        ]
        return kinds.randomElement(using: &random) ?? .issue(1)
      }
      let schedule = Schedule(choices)
      #expect(Schedule(schedule.description) == schedule)
    }
  }

  @Test("It is short and readable")
  func text() {
    let schedule = Schedule([.issue(1), .issue(2), .wake(2), .issue(10), .victim(12), .issue(1)])
    #expect(schedule.description == "12w2(10)v(12)1")
    #expect(schedule.clients == [1, 2, 10, 12])
    #expect(schedule.contextSwitches == 3)
  }

  @Test(
    "What is not a schedule is refused",
    arguments: ["0", "x", "1 2", "w", "v", "(9)", "(10", "()", "(010)", "10", "w(1)", "1w", "(-12)", "(+12)"])
  func refused(_ text: String) { #expect(Schedule(text) == nil) }

  @Test("The empty schedule is the empty text")
  func empty() { #expect(Schedule("")?.choices == []) }
}
