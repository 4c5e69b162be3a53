import ContendModel
import ContendPostgres
import ContendServerSupport
import Testing

@testable import ContendExecution

struct LoadTests {
  @Test func `in an open loop a stalled statement delays the calls behind it, and their latency says so`()
    async throws
  {
    let history = try await Trial(calls: 6, rate: 50).round(
      "SELECT pg_sleep(CASE WHEN :call = 1 THEN 0.5 ELSE 0 END);")
    let calls = history.calls.sorted { $0.call < $1.call }
    #expect(calls.map(\.start) == (0..<6).map { .milliseconds(20 * $0) })
    for call in calls { #expect(call.start + call.duration >= .milliseconds(500)) }
    #expect(history.unserved == 0)
  }

  @Test func `an arrival goes to a client that is free`() async throws {
    let history = try await Trial(clients: 2, calls: 4, rate: 40).round(
      "SELECT pg_sleep(CASE WHEN :client = 1 THEN 1 ELSE 0 END);")
    #expect(history.calls.count == 8)
    #expect(history.calls.count { $0.client == 2 } > history.calls.count { $0.client == 1 })
  }

  @Test func `an open loop draws what a closed loop would`() async throws {
    func draws(rate: Double?) async throws -> [Int] {
      let trial = Trial(header: "\\draw qty random(1, 1000000)", clients: 3, calls: 4, rate: rate)
      let calls = try await trial.round("SELECT :qty;").calls
      return calls.compactMap { if case .integer(let n) = $0.variables["qty"] { Int(n) } else { nil } }
        .sorted()
    }
    #expect(try await draws(rate: 200) == draws(rate: nil))
  }

  @Test func `a round that lasts a time ends when it is over and finishes what has begun`() async throws {
    let history = try await Trial(clients: 3, duration: .milliseconds(400)).round("SELECT pg_sleep(0.05);")
    #expect(history.duration >= .milliseconds(400))
    #expect(history.duration < .seconds(15))
    #expect(history.calls.count > 3)
    #expect(history.calls.allSatisfy { $0.outcome == .ok && $0.start < history.duration })
  }

  @Test func `arrivals that nobody was free to serve are counted`() async throws {
    let history = try await Trial(clients: 2, duration: .milliseconds(300), rate: 500).round(
      "SELECT pg_sleep(0.1);")
    #expect(history.unserved > 0)
    #expect(history.calls.count + history.unserved == 150)
  }

  @Test func `a timed round that is stopped keeps what it has`() async throws {
    let history = try await Trial(clients: 2, duration: .seconds(600)).withArm("SELECT pg_sleep(0.01);") {
      arm in
      let stopSignal = StopSignal()
      async let history = arm.run(round: 1, stopSignal: stopSignal)
      try await Task.sleep(for: .milliseconds(500))
      stopSignal.stop()
      return try await history
    }
    let calls = try #require(history).calls
    #expect(calls.count > 2)
    #expect(calls.allSatisfy { $0.outcome == .ok })
  }

  @Test func `a call that asks nothing of the server does not keep a timed round from ending`() async throws {
    let history = try await Trial(clients: 2, duration: .milliseconds(200)).round("\\set x 1")
    #expect(history.calls.count > 2)
  }

  @Test func `a hundred and fifty clients lose nothing`() async throws {
    let counter = Counter()
    var trial = Trial(clients: 150, duration: .seconds(1), readsCalls: false)
    trial.setup =
      "CREATE TABLE item (id int PRIMARY KEY, n int); INSERT INTO item SELECT i, 0 FROM generate_series(1, 50) i;"
    trial.footer = "\\invariant total \"x\"\nSELECT sum(n) FROM item;"
    let history = try await trial.withArm(
      "\\set id random(1, 50)\nBEGIN;\nSELECT n FROM item WHERE id = :id;\nUPDATE item SET n = n + 1 WHERE id = :id;\nCOMMIT;"
    ) { try #require(try await $0.run(round: 1, stopSignal: StopSignal(), into: counter)) }
    #expect(counter.outcomes.value.keys.map(\.description) == ["ok"])
    #expect(history.rows(of: "total") == [["\(counter.outcomes.value.values.reduce(0, +))"]])
    #expect(counter.clients.value.count == 150)
    #expect(history.calls.isEmpty)
    #expect(history.overlapped == true)
  }

  @Test func `where nothing reads the calls, the history names those that are asked for`() async throws {
    let counter = Counter()
    let history = try await Trial(clients: 2, calls: 5, readsCalls: false).withArm(
      "\\if :call = 3\n\\fail third\n\\endif\nSELECT 1;"
    ) { try #require(try await $0.run(round: 1, stopSignal: StopSignal(), into: counter)) }
    #expect(history.calls.map(\.call) == [3, 3])
    #expect(counter.outcomes.value == [.ok: 8, .applicationError(reason: "third"): 2])
  }

  @Test func `a round ends early when no more of the calls that its invariants read can be kept`() {
    let state = RoundState(keepsCalls: true, keepLimit: 2)
    for call in 1...2 {
      #expect(state.isOpen)
      state.begin()
      state.end(
        CallRecord(
          clientID: 1, client: 1, role: "client", name: "client", call: call, outcome: .ok, said: [],
          attempts: 1, statements: 1, duration: .zero, start: .zero, variables: [:]))
    }
    #expect(!state.isOpen)
    #expect(state.isCutShort)
    #expect(state.kept.count == 2)
  }

  @Test func `at most sixteen connections are opened at a time`() async throws {
    let inFlight = Lock((now: 0, most: 0))
    let results = try await SharedServer.shared.run { _, loop in
      try await mapConcurrently(Array(1...100), limit: StressArm.connectsInFlight, on: loop) { number in
        inFlight.withLock {
          $0.now += 1
          $0.most = max($0.most, $0.now)
        }
        await loop.sleep(for: .milliseconds(2))
        inFlight.withLock { $0.now -= 1 }
        return number
      }
    }
    #expect(results == Array(1...100))
    #expect(inFlight.withLock { $0.most } == 16)
  }
}

/// Counts the calls of a round by outcome; the history should name those that failed.
private final class Counter: CallSink, Sendable {
  let outcomes = Locked<[Outcome: Int]>([:])
  let clients = Locked<Set<Int>>([])

  func ended(_ call: CallRecord) -> Bool {
    outcomes.update { $0[call.outcome, default: 0] += 1 }
    clients.update { $0.insert(call.clientID) }
    return call.outcome.kind == .error
  }
}

private final class Locked<Value: Sendable>: Sendable {
  private let mutex: Lock<Value>

  init(_ value: Value) { mutex = Lock(value) }

  var value: Value { mutex.withLock { $0 } }

  func update(_ change: (inout Value) -> Void) { mutex.withLock { change(&$0) } }
}
