import ContendExecution
import ContendPostgres

/// Runs `body` on an event loop of its own, where connections can be used.
func onLoop<Result: Sendable>(
  _ stopSignal: StopSignal, _ body: @escaping @Sendable (EventLoop) async throws -> Result
) async throws -> Result {
  let loop: EventLoop
  do {
    loop = try EventLoop()
  } catch {
    throw ServerError.system(error)
  }
  stopSignal.add(loop)
  defer {
    stopSignal.remove(loop)
    loop.stop()
  }
  return try await Task(executorPreference: loop) { try await body(loop) }.value
}
