import ContendModel

/// What the clients of one round need to know.
final class RoundPlan: Sendable {
  let number: Int
  let seed: UInt64
  let origin = ContinuousClock.now
  /// The scenario's parameters, set in every frame.
  private let base: Variables
  private let parameters: Set<Variable>
  private let draws: [Draw]
  private let symbols: Symbols
  /// Whether anything reads `calls.vars`.
  let keepsVariables: Bool
  let fusesBegin: Bool
  /// Nil where calls use nothing but a connection of their own.
  let needs: ResourceNeeds?
  private let partition: PartitionedRound?

  init(
    _ scenario: Scenario, base: Variables, round: Int, seed: UInt64, keepsVariables: Bool,
    fusesBegin: Bool = false, needs: ResourceNeeds? = nil,
    partition: PartitionedRound? = nil
  ) {
    self.needs = needs
    number = round
    self.seed = seed
    self.base = base
    parameters = Set(scenario.parameters.map(\.variable))
    draws = scenario.draws
    symbols = scenario.symbols
    self.keepsVariables = keepsVariables
    self.fusesBegin = fusesBegin
    self.partition = partition
  }

  /// The variables a call starts with: parameters, who it is, and its draws in the order of the file.
  func frame(
    _ identity: ClientIdentity, call: Int, random: inout RandomStream
  ) throws(Diagnostic) -> Variables {
    var frame = frame(of: identity)
    try begin(call, in: &frame, random: &random)
    return frame
  }

  /// What is the same in all calls of a client: parameters, and who it is.
  func frame(of identity: ClientIdentity) -> Variables {
    var frame = base
    frame[.role] = .string(identity.role)
    frame[.client] = .integer(Int64(identity.client))
    frame[.clientID] = .integer(Int64(identity.id))
    frame[.name] = .string(identity.name)
    return frame
  }

  /// Adds what is new in each call to the variables of its client.
  func begin(_ call: Int, in frame: inout Variables, random: inout RandomStream) throws(Diagnostic) {
    frame[.call] = .integer(Int64(call))
    for draw in draws {
      do {
        let value = try draw.expression.evaluate(in: frame, random: &random)
        frame[draw.variable] = partition?.value(of: draw.variable, in: frame) ?? value
      } catch {
        throw Diagnostic(.error, at: draw.location, error.message(symbols))
      }
    }
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
