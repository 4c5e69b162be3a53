package import ContendModel
import ContendPostgres

/// Calls one after another, so that nothing is concurrent.
extension StressArm {
  /// One call of the first client of each role; judged like a round.
  package func runAlone(stopSignal: StopSignal) async throws -> History {
    let first = clients.filter { $0.identity.client == 1 }.map {
      CallID(clientID: $0.id, call: 1)
    }
    let run = try await runSerially(first, round: 0, judged: true, stopSignal: stopSignal)
    return run.history
  }

  /// A complete round in this order, judged like a round, with what each call changed in the tables of `work`.
  ///
  /// Where calls wait for one another a client's calls run together, and so count as one.
  package func runSerially(
    _ order: [CallID], round: Int, reading work: WorkReader, stopSignal: StopSignal
  ) async throws -> SerialRun {
    try await runSerially(order, round: round, judged: true, reading: work, stopSignal: stopSignal)
  }

  /// The calls of a round in this order, one after another, until a limit has passed; without invariants.
  ///
  /// They draw what they draw in that round. `limit` leaves at least `least` calls.
  package func runSerially(
    _ order: [CallID], round: Int, limit: Duration? = nil, least: Int = 1, stopSignal: StopSignal
  ) async throws -> History {
    let (state, stuck, duration) = try await withRound(round, stopSignal: stopSignal) { plan, state, _ in
      for (index, id) in order.enumerated() where state.isOpen {
        if let limit, index >= least, plan.origin.duration(to: .now) > limit { break }
        try await self.clients[id.clientID - 1].run(only: id.call, plan, state)
      }
    }
    return History(round: round, calls: state.kept, invariants: [], stuck: stuck, duration: duration)
  }

  private func runSerially(
    _ order: [CallID], round: Int, judged: Bool, reading work: WorkReader? = nil, stopSignal: StopSignal
  ) async throws -> SerialRun {
    var seen: [[String: TableContent]] = []
    func look() async throws { if let work { seen.append(try await work.read(on: database.maintenance)) } }
    let isTogether = needs.waits
    let (state, stuck, duration) = try await withRound(round, stopSignal: stopSignal) {
      plan, state, resources in
      try await look()
      if isTogether, let resources {
        try await self.runTogether(order, plan, state, resources)
        return try await look()
      }
      for id in order where state.isOpen {
        try await self.clients[id.clientID - 1].run(only: id.call, plan, state)
        try await look()
      }
    }
    let answers = try await judge.read(state.kept)
    let history = History(
      round: round, calls: state.kept, finallyError: answers.finallyError, invariants: answers.readings,
      stuck: stuck, duration: duration)
    return SerialRun(order: order, history: history, seen: seen, isTogether: isTogether)
  }

  /// A round in which `body` decides who calls when.
  private func withRound(
    _ round: Int, stopSignal: StopSignal,
    _ body: (RoundPlan, RoundState, RoundResources?) async throws -> Void
  ) async throws -> (state: RoundState, stuck: [StuckCall], duration: Duration) {
    try await stopSignal.upkeep.during(.reset) { try await seed.restore(for: connections) }
    try await makeReady()
    let options = options.serial
    let plan = plan(round: round, fusesBegin: false)
    let state = RoundState()
    let resources = enter(state)
    defer { leave(resources) }
    let watch = watch(clients, state, plan, options, stopSignal)
    do {
      try await unlessLost { try await body(plan, state, resources) }
    } catch {
      await watch.end()
      throw error
    }
    let duration = plan.origin.duration(to: .now)
    await watch.end()
    try watch.check()
    return (state, watch.stuck, duration)
  }

  /// Who waits for a notification lets the next one begin; what nobody notified is given up in the end.
  private func runTogether(
    _ order: [CallID], _ plan: RoundPlan, _ state: RoundState, _ resources: RoundResources
  ) async throws {
    let ended = LoopBound(Ended())
    let shared = LoopBound((plan, state))
    let loop = loop
    try await withThrowingTaskGroup(of: Void.self) { group in
      var begun = 0
      func isBusy() -> Bool { begun - ended.value.clients > resources.listeners }
      for clientID in order.map(\.clientID).uniqued() where !state.isAborted {
        let (client, calls) = (clients[clientID - 1], order.count { $0.clientID == clientID })
        group.addTask(executorPreference: loop) {
          try await client.run(calls: calls, shared.value.0, shared.value.1, nil)
          ended.value.clients += 1
        }
        begun += 1
        while !state.isAborted, isBusy() { await loop.sleep(for: .milliseconds(1)) }
      }
      let lastNews = ContinuousClock.now.advanced(by: StressArm.notificationDelay)
      while !state.isAborted, begun > ended.value.clients, .now < lastNews || isBusy() {
        await loop.sleep(for: .milliseconds(1))
      }
      state.abort()
      try await group.waitForAll()
    }
  }

  /// Clients whose calls have all ended; lives on the round's loop.
  private final class Ended { var clients = 0 }

  /// How long a notification that was sent may take to arrive.
  private static let notificationDelay = Duration.milliseconds(200)

  /// Reads the tables of this arm's schema, or as much of the tables of another one as it has.
  package func workReader(of control: WorkReader? = nil) async throws -> WorkReader {
    try await WorkReader.find(on: database.maintenance, like: control)
  }
}

extension [Int] {
  fileprivate func uniqued() -> [Int] {
    var known: Set<Int> = []
    return filter { known.insert($0).inserted }
  }
}
