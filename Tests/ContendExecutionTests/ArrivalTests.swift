import ContendModel
import Testing

@testable import ContendExecution

struct ArrivalTests {
  private func all(_ schedule: ArrivalSchedule) -> [Arrival] {
    var schedule = schedule
    var arrivals: [Arrival] = []
    while let arrival = schedule.next() { arrivals.append(arrival) }
    return arrivals
  }

  @Test func `arrivals come at the rate, whatever the number of clients`() {
    let arrivals = all(ArrivalSchedule(clientIDs: [1, 2, 3], clients: 3, rate: 100, total: 7))
    #expect(arrivals.map(\.due) == (0..<7).map { .milliseconds(10 * $0) })
    #expect(arrivals.map(\.id.clientID) == [1, 2, 3, 1, 2, 3, 1])
    #expect(arrivals.map(\.id.call) == [1, 1, 1, 2, 2, 2, 3])
  }

  @Test func `each role gets its share of the arrivals, and all of them are somebody's`() {
    let writers = all(ArrivalSchedule(clientIDs: [1], clients: 4, rate: 100, total: 10))
    let readers = all(ArrivalSchedule(clientIDs: [2, 3, 4], clients: 4, rate: 100, total: 10))
    #expect(writers.map(\.due) == [0, 40, 80].map { .milliseconds($0) })
    #expect((writers + readers).map(\.due).sorted() == (0..<10).map { .milliseconds(10 * $0) })
  }

  @Test func `an arrival that is put back is unserved`() {
    var schedule = ArrivalSchedule(clientIDs: [1], clients: 1, rate: 10, total: 3)
    _ = schedule.next()
    _ = schedule.next()
    schedule.putBack()
    #expect(schedule.unserved == 2)
  }
}
