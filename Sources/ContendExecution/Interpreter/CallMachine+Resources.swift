import ContendModel

/// A step that waits for an answer of the harness.
struct PendingOperation {
  var operation: ResourceOperation
  /// Where the answer goes.
  var target: Variable?
  var location: SourceLocation
}

// MARK: - What is asked

extension CallMachine {
  /// Where the step stands that is outstanding, or the statement that was last.
  var current: SourceLocation? { operation?.location ?? statement?.location }

  /// Which connection statements use.
  var connection: String { connections?.current ?? HeldConnections.main }

  func operate(_ step: Step) throws(Diagnostic) -> Need? {
    switch step.action {
    case .use(let name):
      try requireHeld(name, at: step.location)
      connections?.use(name)
      return nil
    case .acquire(let name, let isDirect):
      guard connections?.names.contains(name) != true else {
        throw Diagnostic(
          .error, at: step.location, "the call holds connection '\(name)' already",
          hint: "give it back with '\\release \(name)' first")
      }
      let isPooled = connections?.isPooled == true && !isDirect
      return ask(.acquire(connection: name, isPooled: isPooled), at: step)
    case .release(let name):
      let name = name ?? connection
      try requireHeld(name, at: step.location)
      return ask(.release(connection: name), at: step)
    case .disconnect(let name):
      let name = name ?? connection
      try requireHeld(name, at: step.location)
      return ask(.disconnect(connection: name), at: step)
    case .service(let call):
      return ask(.service(try request(call, at: step.location)), at: step)
    case .keyValue(let action):
      let (command, target) = try command(action, at: step.location)
      return ask(.keyValue(command), into: target, at: step)
    case .wait(let channel):
      guard try hasConnection(for: "'\\wait'", at: step.location) else { return nil }
      return ask(.wait(channel: channel, connection: connection), at: step)
    default:
      return nil
    }
  }

  private func ask(_ operation: ResourceOperation, into target: Variable? = nil, at step: Step) -> Need {
    self.operation = PendingOperation(operation: operation, target: target, location: step.location)
    return .resource(operation)
  }

  private func request(
    _ call: ServiceCall, at location: SourceLocation
  ) throws(Diagnostic) -> ServiceRequest {
    var request = ServiceRequest(name: call.name, latency: try evaluate(call.latency, at: location))
    request.limit = call.limit
    if let per = call.per { request.share = try evaluate(per, at: location).text ?? "NULL" }
    return request
  }

  private func command(
    _ action: KeyValueAction, at location: SourceLocation
  ) throws(Diagnostic) -> (KeyValueCommand, Variable?) {
    switch action {
    case .get(let key, let target):
      (KeyValueCommand(key: try self.key(key, at: location), action: .get), target)
    case .set(let key, let value, let ttl, let onlyIfAbsent, let target):
      (
        KeyValueCommand(
          key: try self.key(key, at: location),
          action: .set(try evaluate(value, at: location), ttl: ttl, onlyIfAbsent: onlyIfAbsent)), target
      )
    case .delete(let key):
      (KeyValueCommand(key: try self.key(key, at: location), action: .delete), nil)
    case .increment(let key, let target):
      (KeyValueCommand(key: try self.key(key, at: location), action: .increment), target)
    }
  }

  private func key(_ expression: Expression, at location: SourceLocation) throws(Diagnostic) -> String {
    guard let text = try evaluate(expression, at: location).text else {
      throw Diagnostic(.error, at: location, "the key of '\\kv' is NULL")
    }
    return text
  }
}

// MARK: - What is answered

extension CallMachine {
  /// Tells what came of an operation.
  func completed(_ answer: ResourceAnswer) throws(Diagnostic) {
    // Nobody waits for what is given back at the end of an attempt.
    guard let asked = operation else { return }
    operation = nil
    switch answer {
    case .done: note(asked.operation)
    case .value(let value):
      guard let target = asked.target else { return }
      frame[target] = value
      if value == nil { missing?.note(target, .noEntry(at: asked.location)) }
    case .failed(let error): flow = .raised(error)
    case .refused(let message): throw Diagnostic(.error, at: asked.location, message)
    case .abandoned: flow = .ended(.killed)
    }
  }

  private func note(_ operation: ResourceOperation) {
    switch operation {
    case .acquire(let name, _): connections?.take(name)
    case .release(let name): connections?.give(name)
    case .disconnect(let name):
      connections?.lose(name)
      openWrites.remove(name)
    case .service, .keyValue, .wait: break
    }
  }

  /// The deadline passed while something was waited for, or before that.
  ///
  /// - Parameter isFinal: it was the deadline of the whole call.
  func timeOut(isFinal: Bool) {
    operation = nil
    isOutOfTime = isFinal
    flow = round.isAborted ? .ended(.killed) : .raised(.timeout)
  }
}

// MARK: - Connections

extension CallMachine {
  /// A call whose connections come from a pool takes `main` before the first step that does something,
  /// so that a `\retry` or `\try` around everything is around that too.
  func firstCheckout(before step: Step) -> Need? {
    switch step.action {
    case .retry, .attempt: return nil
    default:
      return ask(
        .acquire(connection: HeldConnections.main, isPooled: connections?.isPooled == true), at: step)
    }
  }

  /// Whether there is a connection to do it on. One that the call has ended itself is an error of the
  /// program, as a driver reports it; one that it has given back a mistake of the scenario.
  func hasConnection(for what: String, at location: SourceLocation) throws(Diagnostic) -> Bool {
    guard let connections, connections.current == nil else { return true }
    if connections.isCutOff {
      var error = SQLError(
        sqlState: "08003", message: "the call has ended its connection, and \(what) needs one")
      error.hint = "'\\acquire main' connects anew"
      error.location = location
      frame.note(error)
      flow = .raised(.sql(error, during: .other))
      return false
    }
    throw Diagnostic(
      .error, at: location, "\(what) needs a connection, and the call has given its connections back",
      hint: "take one with '\\acquire' first")
  }

  private func requireHeld(_ name: String, at location: SourceLocation) throws(Diagnostic) {
    guard connections?.names.contains(name) != true else { return }
    throw Diagnostic(
      .error, at: location, "the call does not hold connection '\(name)'",
      hint: "take it with '\\acquire \(name)' first")
  }

  /// What has to be given back at the end of the call: all but a `main` of its own.
  func giveBackAll() -> [ResourceOperation] {
    guard var held = connections else { return [] }
    let given = held.names.filter { held.isPooled || $0 != HeldConnections.main }.reversed()
    for name in given { held.give(name) }
    connections = held
    return given.map { .release(connection: $0) }
  }

  /// What has to be given back before another attempt: what this one took.
  func giveBack(since start: HeldConnections?) -> [ResourceOperation] {
    guard let start, var held = connections else { return [] }
    let given = held.goBack(to: start)
    connections = held
    return given.map { .release(connection: $0) }
  }
}
