package import ContendModel

/// A plain statement on one table: what it touches, with parameters filled in.
///
/// Only shapes that leave no doubt are recognised: one table, no subquery, no join, no `WITH`.
package struct StatementShape: Hashable, Sendable {
  package enum Operation: Hashable, Sendable {
    case select(isLocking: Bool)
    case update
    case insert
    case delete

    package var isWrite: Bool {
      if case .select = self { false } else { true }
    }
  }

  /// Where a written value comes from.
  package enum Assignment: Hashable, Sendable {
    /// Written out in the statement, such as `'processed'`.
    case constant(String?)
    /// Bound by the application, which may have computed it.
    case parameter(String?)
    /// Computed by the server from the row.
    case computed

    /// The value where the statement tells it; NULL is nil inside.
    package var value: String?? {
      switch self {
      case .constant(let value), .parameter(let value): value
      case .computed: nil
      }
    }
  }

  package var operation: Operation
  package var table: String
  /// Columns that the condition compares with a value, as text the server would print.
  package var equalities: [String: String] = [:]
  /// Whether `equalities` are the whole condition.
  package var isExact = true
  /// Columns set by an UPDATE or given by an INSERT of one row.
  package var assignments: [String: Assignment] = [:]
  /// Columns of the table by the name they have in the result.
  package var outputs: [String: String] = [:]
  /// `*`: every column comes back under its own name.
  package var returnsAll = false

  package init(_ operation: Operation, table: String) {
    self.operation = operation
    self.table = table
  }

  package init?(sql: String, parameters: [Value]) {
    guard let tokens = SQLLexer.tokens(sql) else { return nil }
    var parser = StatementParser(tokens: tokens, parameters: parameters)
    guard let shape = parser.parse() else { return nil }
    self = shape
  }

  /// The column of the table behind a column of the result.
  package func source(of resultColumn: String) -> String? {
    outputs[resultColumn] ?? (returnsAll ? resultColumn : nil)
  }
}
