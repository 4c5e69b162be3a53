import Testing

@testable import ContendExecution

struct HeldConnectionsTests {
  @Test func `a call of a pool lacks main at first`() {
    var held = HeldConnections(isPooled: true)
    #expect(held.lacksMain)
    #expect(held.current == nil)
    held.take("main")
    #expect(!held.lacksMain)
    #expect(held.current == "main")
  }

  @Test func `giving back the connection in use goes back to main, else to the one taken last`() {
    var held = HeldConnections(isPooled: false)
    held.take("audit")
    #expect(held.current == "main")
    held.use("audit")
    held.give("audit")
    #expect(held.current == "main")
    held.take("audit")
    held.give("main")
    #expect(held.current == "audit")
    held.give("audit")
    #expect(held.current == nil)
  }

  @Test
  func `another attempt begins with what the first had, and takes main again where that was given back`() {
    var held = HeldConnections(isPooled: true)
    held.take("main")
    let start = held
    held.take("audit")
    held.use("audit")
    let given = held.goBack(to: start)
    #expect(given == ["audit"])
    #expect(held.current == "main")
    held.give("main")
    held.take("late")
    let givenLater = held.goBack(to: start)
    #expect(givenLater == ["late"])
    #expect(held.lacksMain)
  }
}
