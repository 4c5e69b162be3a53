import ContendExecution
import ContendModel
import ContendPostgres

/// The lanes of one exploration, each with an event loop of its own.
final class Lanes: Sendable {
  let lanes: [Lane]
  private let loops: [EventLoop]

  private init(_ lanes: [Lane], _ loops: [EventLoop]) {
    self.lanes = lanes
    self.loops = loops
  }

  /// Opens lanes at the same time and closes them when `body` has ended, whatever it came to.
  ///
  /// Throws what is wrong with the scenario as a `Diagnostic`.
  static func with<Result>(
    _ count: Int, _ scenario: Scenario, _ variant: Variant, _ options: ExploreOptions, on server: TestServer,
    _ body: (Lanes) async throws -> Result
  ) async throws -> Result {
    var loops: [EventLoop] = []
    defer {
      for loop in loops {
        options.stopSignal.remove(loop)
        loop.stop()
      }
    }
    for _ in 0..<count {
      do {
        loops.append(try EventLoop())
      } catch {
        throw ServerError.system(error)
      }
      options.stopSignal.add(loops[loops.count - 1])
    }
    let lanes = Lanes(try await open(scenario, variant, options, on: server, loops), loops)
    do {
      let result = try await body(lanes)
      await lanes.close()
      return result
    } catch {
      await lanes.close()
      throw error
    }
  }

  private static func open(
    _ scenario: Scenario, _ variant: Variant, _ options: ExploreOptions, on server: TestServer,
    _ loops: [EventLoop]
  ) async throws -> [Lane] {
    let names = loops.map { _ in server.nextDatabase() }
    var accesses: [ServerAccess] = []
    let connections = Lane.connections(of: variant, clients: options.clients)
    for lane in loops.indices {
      accesses.append(try await server.access(ofLane: lane, connections: connections))
    }
    let processors = Processors.choose(loops.count)
    return try await withThrowingTaskGroup(of: (Int, Lane).self) { group in
      for (index, (loop, name)) in zip(loops, names).enumerated() {
        group.addTask(executorPreference: loop) { [access = accesses[index]] in
          let lane = try await options.stopSignal.upkeep.during(.setUp) {
            try await Lane(
              scenario, variant, database: name, options: options, access: access,
              processor: processors.isEmpty ? nil : processors[index], on: loop)
          }
          return (index, lane)
        }
      }
      let lanes = try await group.reduce(into: [(Int, Lane)]()) { $0.append($1) }
      return lanes.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// Runs `body` on every lane's own loop, all at the same time; the first error cancels the others.
  func forEach(_ body: @escaping @Sendable (Lane) async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (lane, loop) in zip(lanes, loops) {
        group.addTask(executorPreference: loop) { try await body(lane) }
      }
      // `waitForAll` would cancel nothing before all have ended.
      for try await _ in group {}
    }
  }

  func first<Result: Sendable>(_ body: @escaping @Sendable (Lane) async throws -> Result) async throws
    -> Result
  {
    let lane = lanes[0]
    return try await Task(executorPreference: loops[0]) { try await body(lane) }.value
  }

  private func close() async { try? await forEach { $0.close() } }
}
