/// A name that scenario code can read or write, as an index into the variables of a call.
public struct Variable: Hashable, Sendable {
  public let index: Int

  public init(index: Int) { self.index = index }
}

extension Variable {
  /// Rows affected or returned by the last statement.
  public static let rowCount = Variable(index: 0)
  /// SQLSTATE of the last statement; `00000` after success.
  public static let sqlState = Variable(index: 1)
  /// Whether the last statement failed.
  public static let error = Variable(index: 2)
  /// Message of the last failed statement.
  public static let lastErrorMessage = Variable(index: 3)
  /// Number of the attempt within `\retry`, from 1.
  public static let attempt = Variable(index: 4)
  public static let role = Variable(index: 5)
  /// Number of the client within its role, from 1.
  public static let client = Variable(index: 6)
  /// Number of the client over all roles, from 1.
  public static let clientID = Variable(index: 7)
  /// `worker2`; the role alone where it has one client.
  public static let name = Variable(index: 8)
  /// Number of the call within its client, from 1.
  public static let call = Variable(index: 9)
}

/// The names of a scenario's variables; the index of a name is its `Variable`.
public struct Symbols: Hashable, Sendable {
  /// Built-in names in the order of the constants of `Variable`.
  public static let builtIn = [
    "ROW_COUNT", "SQLSTATE", "ERROR", "LAST_ERROR_MESSAGE", "attempt",
    "role", "client", "client_id", "name", "call",
  ]

  public private(set) var names: [String] = Symbols.builtIn
  private var indices: [String: Int]

  public init() {
    indices = Dictionary(uniqueKeysWithValues: Symbols.builtIn.enumerated().map { ($1, $0) })
  }

  public var count: Int { names.count }

  public subscript(variable: Variable) -> String { names[variable.index] }

  public func find(_ name: String) -> Variable? { indices[name].map(Variable.init) }

  /// The variable of that name, made if there is none yet.
  public mutating func intern(_ name: String) -> Variable {
    if let index = indices[name] { return Variable(index: index) }
    names.append(name)
    indices[name] = names.count - 1
    return Variable(index: names.count - 1)
  }
}
