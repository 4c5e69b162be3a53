import ContendModel
import Testing

@testable import ContendExecution

struct ServerTimeOutTests {
  @Test(arguments: [
    ("50ms", Duration.milliseconds(50)), ("2s", .seconds(2)), ("1min", .seconds(60)),
    ("3h", .seconds(10_800)),
    ("24d", .seconds(2_073_600)), ("250us", .microseconds(250)), ("70", .milliseconds(70)),
  ])
  func `a limit is read as the server prints it`(_ text: String, _ limit: Duration) {
    #expect(Duration(serverSetting: text) == limit)
  }

  @Test(arguments: ["0", "", "-1", "ms"])
  func `no limit is none`(_ text: String) { #expect(Duration(serverSetting: text) == nil) }

  @Test func `the shortest limit of those that can end it fires`() {
    var timeOuts = ServerTimeOuts()
    #expect(timeOuts.endingWait == nil)
    timeOuts[.statement] = .milliseconds(80)
    timeOuts[.idle] = .milliseconds(10)
    #expect(timeOuts.endingWait == .statement)
    #expect(timeOuts.endingSleep == .statement)
    #expect(timeOuts.endingIdleness == .idle)
    timeOuts[.lock] = .milliseconds(50)
    #expect(timeOuts.endingWait == .lock)
    #expect(timeOuts.endingSleep == .statement)
    timeOuts[.transaction] = .milliseconds(5)
    #expect(timeOuts.endingWait == .transaction)
    #expect(timeOuts.endingIdleness == .transaction)
  }

  @Test func `those of idleness and of the transaction end the session`() {
    #expect(ServerTimeOut.allCases.filter(\.endsSession) == [.idle, .transaction])
    #expect(ServerTimeOut.allCases.map(\.error.sqlState) == ["55P03", "57014", "25P03", "25P04"])
  }
}
