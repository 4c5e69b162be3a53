public import ContendModel

/// What a call uses beside its connection: in stress it takes real time, in explore it is an event.
extension Call {
  /// Takes a further connection, one of the variant's `connections`: from the pool if there is one and it
  /// is not to be taken `direct`, outside of it.
  public func acquire(
    _ connection: String, direct: Bool = false, fileID: String = #fileID, line: Int = #line
  ) async throws {
    try await run(.acquire(connection: connection, direct: direct), fileID, line)
  }

  /// Says which connection the next statements use.
  public func use(_ connection: String, fileID: String = #fileID, line: Int = #line) async throws {
    try await run(.use(connection: connection), fileID, line)
  }

  /// Gives a connection back, rolled back; nil is the one in use.
  public func release(
    _ connection: String? = nil, fileID: String = #fileID, line: Int = #line
  ) async throws {
    try await run(.release(connection: connection), fileID, line)
  }

  /// Calls a service outside the database that takes that long.
  ///
  /// It serves no more than `limit` at once, for each value of `share`, so that a flood slows it for everyone.
  public func service(
    _ name: String, taking latency: Duration, limit: Int? = nil, per share: Value? = nil,
    fileID: String = #fileID, line: Int = #line
  ) async throws {
    let call = ServiceCall(
      name: name, latency: DurationExpression(latency), limit: limit, per: share.map { .literal($0) })
    try await run(.service(call), fileID, line)
  }

  /// Thinks for so long.
  public func sleep(
    for duration: Duration, fileID: String = #fileID, line: Int = #line
  ) async throws {
    try await run(.sleep(DurationExpression(duration)), fileID, line)
  }

  /// Waits for a NOTIFY on a channel that the connection in use listens to.
  public func wait(for channel: String, fileID: String = #fileID, line: Int = #line) async throws {
    try await run(.wait(channel: channel), fileID, line)
  }

  /// The key-value store outside the database: what Redis is to the application.
  public var store: Store { Store(call: self) }

  /// A linearizable key-value store that the clients of a round share.
  public struct Store: Sendable {
    let call: Call

    /// Nil where there is no entry.
    public func get(_ key: String, fileID: String = #fileID, line: Int = #line) async throws -> Value? {
      try await ask(.get(key: .literal(.string(key)), into: nil), fileID, line)
    }

    /// Puts a value under a key, until it is deleted or `ttl` has passed; false if it should only be put
    /// where there is none, and there is one.
    @discardableResult
    public func set(
      _ key: String, _ value: some SQLConvertible, ttl: Duration? = nil, onlyIfAbsent: Bool = false,
      fileID: String = #fileID, line: Int = #line
    ) async throws -> Bool {
      let action = KeyValueAction.set(
        key: .literal(.string(key)), value: .literal(value.sqlValue), ttl: ttl, onlyIfAbsent: onlyIfAbsent,
        into: nil)
      return try await ask(action, fileID, line) == .boolean(true)
    }

    public func delete(_ key: String, fileID: String = #fileID, line: Int = #line) async throws {
      _ = try await ask(.delete(key: .literal(.string(key))), fileID, line)
    }

    /// Adds one to a number, from 0 where there is none, and returns it.
    @discardableResult
    public func increment(
      _ key: String, fileID: String = #fileID, line: Int = #line
    ) async throws -> Int {
      let answer = try await ask(.increment(key: .literal(.string(key)), into: nil), fileID, line)
      return answer.flatMap(Int.init(sqlValue:)) ?? 0
    }

    private func ask(_ action: KeyValueAction, _ fileID: String, _ line: Int) async throws -> Value? {
      try await call.run(.keyValue(action), fileID, line)
      return call.runner.answer
    }
  }
}

extension DurationExpression {
  init(_ duration: Duration) { self.init(amount: .literal(.integer(1)), unit: duration) }
}
