import ContendModel

/// What the clients of one round need to know.
struct RoundPlan {
  var number: Int
  var seed: UInt64
  var origin: ContinuousClock.Instant
  /// The scenario's parameters, set in every frame.
  var base: Variables
  var parameters: Set<Variable>
  var draws: [Draw]
  var symbols: Symbols
  /// Whether anything reads `calls.vars`.
  var keepsVariables: Bool
  var fusesBegin: Bool

  /// The variables a call starts with: parameters, who it is, and its draws in the order of the file.
  func frame(
    _ identity: ClientIdentity, call: Int, random: inout RandomStream
  ) throws(Diagnostic) -> Variables {
    var frame = base
    frame[.role] = .string(identity.role)
    frame[.client] = .integer(Int64(identity.client))
    frame[.clientID] = .integer(Int64(identity.clientID))
    frame[.name] = .string(identity.name)
    frame[.call] = .integer(Int64(call))
    for draw in draws {
      do {
        frame[draw.variable] = try draw.expression.evaluate(in: frame, random: &random)
      } catch {
        throw Diagnostic(.error, at: draw.location, error.message(symbols))
      }
    }
    return frame
  }

  /// Draws and variables by name, without the built-in ones and the scenario's parameters.
  func variables(of frame: Variables, _ names: ClientSymbols) -> [String: Value] {
    var variables: [String: Value] = [:]
    for index in Symbols.builtIn.count..<names.symbols.count {
      let variable = Variable(index: index)
      guard !parameters.contains(variable), let value = frame[variable] else { continue }
      variables[names.symbols[variable]] = value
    }
    return variables
  }
}
