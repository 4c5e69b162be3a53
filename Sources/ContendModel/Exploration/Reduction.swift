/// Which interleavings count as the same, so that one of them is enough: `--reduction`.
public enum Reduction: String, Hashable, Sendable, CaseIterable, Codable {
  /// Every feasible order of all events.
  case none
  /// BEGIN is no event of its own: the runner sends it with the statement after it.
  case begin
  /// Statements on different relations commute.
  case table
  /// Statements on different rows commute.
  case row
  /// Also a read and a write that is not committed yet.
  case mvcc
  /// The strongest that is sound for the isolation levels met.
  case auto

  /// The runner has to send BEGIN together with the statement after it.
  public var fusesBegin: Bool { self != .none }

  /// It goes by what statements touched.
  public var needsFootprints: Bool { self != .none && self != .begin }

  /// The reduction that is applied once it is known which isolation levels the program uses.
  ///
  /// Under SERIALIZABLE nothing finer than tables is sound: its conflict detection connects
  /// transactions that have no row in common.
  public func applied(to levels: Set<IsolationLevel>) -> Reduction {
    switch self {
    case .none, .begin, .table: self
    case .row, .mvcc: levels.contains(.serializable) ? .table : self
    case .auto: levels.contains(.serializable) ? .table : .mvcc
    }
  }
}
