import ContendModel

/// What a call asks of the harness itself rather than of the server.
enum ResourceOperation: Hashable, Sendable {
  /// A further connection, or `main` of a call whose connections come from a pool.
  case acquire(connection: String, isPooled: Bool)
  /// Rolls back what is open on the connection and gives it back.
  case release(connection: String)
  /// The connection ends as it is; the server rolls back what is open on it.
  case disconnect(connection: String)
  case service(ServiceRequest)
  case keyValue(KeyValueCommand)
  /// A NOTIFY on a channel that this connection listens to.
  case wait(channel: String, connection: String)
}

/// A `\call` with its expressions worked out.
struct ServiceRequest: Hashable, Sendable {
  var name: String
  var latency: Duration
  /// How many it serves at once.
  var limit: Int?
  /// The value of `per=`: each has its own limit.
  var share: String?

  /// What its callers queue for.
  var queue: String { share.map { "\(name) \($0)" } ?? name }
}

/// What came of a `ResourceOperation`.
enum ResourceAnswer {
  case done
  /// What a key-value store answered; nil unsets the variable.
  case value(Value?)
  case failed(CallError)
  /// The scenario is wrong there.
  case refused(String)
  /// The round was given up meanwhile.
  case abandoned
}

extension ResourceOperation {
  /// As a history keeps it.
  var action: ResourceAction {
    switch self {
    case .acquire, .release, .disconnect, .service: .other
    case .keyValue(let command): command.asAction
    case .wait(let channel, _): .wait(channel: channel)
    }
  }
}

extension KeyValueCommand {
  fileprivate var asAction: ResourceAction {
    switch action {
    case .get: .get(key: key)
    case .set(let value, _, _): .set(key: key, value: value.text)
    case .delete: .delete(key: key)
    case .increment: .increment(key: key)
    }
  }
}

extension Event {
  /// Takes down what came of an operation.
  mutating func fill(_ answer: ResourceAnswer?) {
    switch answer {
    case .done: rowCount = 1
    case .value(let value):
      if let value { rows = RowSample(columns: ["value"], rows: [[value.text]], count: 1) }
      switch resource {
      case .set: rowCount = value == .boolean(true) ? 1 : 0
      case .get: rowCount = value == nil ? 0 : 1
      default: rowCount = 1
      }
    case .failed(.sql(let error, _)): self.error = error
    case .failed, .refused, .abandoned, nil: rowCount = 0
    }
  }
}

extension ResourceOperation: CustomStringConvertible {
  /// As a scenario writes it, with values.
  var description: String {
    switch self {
    case .acquire(let name, let isPooled): "\\acquire \(name)\(isPooled ? "" : " direct")"
    case .release(let name): "\\release \(name)"
    case .disconnect(let name): "\\disconnect \(name)"
    case .service(let request): "\\call \(request.queue)"
    case .keyValue(let command): "\\kv \(command)"
    case .wait(let channel, _): "\\wait \(channel)"
    }
  }
}

extension KeyValueCommand: CustomStringConvertible {
  var description: String {
    switch action {
    case .get: "get \(key)"
    case .set(let value, let ttl, let onlyIfAbsent):
      "set \(key) \(value.text ?? "NULL")\(ttl == nil ? "" : " ttl")\(onlyIfAbsent ? " nx" : "")"
    case .delete: "del \(key)"
    case .increment: "incr \(key)"
    }
  }
}
