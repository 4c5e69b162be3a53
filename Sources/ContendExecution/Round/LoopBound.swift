import ContendPostgres

/// Carries loop-bound state into child tasks of the same loop.
///
/// `@unchecked Sendable`: the tasks that get it prefer the loop it belongs to.
struct LoopBound<Value>: @unchecked Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }
}

/// The results for all elements, in their order, with at most `limit` of them worked out at a time.
func mapConcurrently<Element: Sendable, Result: Sendable>(
  _ elements: [Element], limit: Int, on loop: EventLoop,
  _ transform: @escaping @Sendable (Element) async throws -> Result
) async throws -> [Result] {
  try await withThrowingTaskGroup(of: (Int, Result).self) { group in
    var results: [Result?] = Array(repeating: nil, count: elements.count)
    for (index, element) in elements.enumerated() {
      if index >= limit, let (done, result) = try await group.next() { results[done] = result }
      group.addTask(executorPreference: loop) { (index, try await transform(element)) }
    }
    for try await (done, result) in group { results[done] = result }
    return results.compactMap(\.self)
  }
}
