/// What shows a failure, as names, rows and outcomes; the report layer words it.
package enum FailureEvidence: Codable, Hashable, Sendable {
  /// Calls ended so; `first` is nil where none is known by name.
  case calls(kind: FailureKind, count: Int, first: First?)
  /// Rows that an invariant returned.
  case rows(invariant: String, sample: RowSample)
  /// `\finally` ended in an error.
  case finally(code: String, message: String)
  /// Calls that never came to an end, with where they stopped.
  case unending(calls: [String])
  /// No serial order of these calls, or of their transactions, gives the outcome.
  case noSerialOrder(transactions: Bool, ends: [CallEnd], nearest: OutcomeDifference?)
  /// Only orders that contradict real time give the outcome.
  case onlyEarlierOrders(ends: [CallEnd])
  /// In the words of who saw it.
  case text(String)

  /// The first call that ended in a failure.
  package struct First: Codable, Hashable, Sendable {
    package var name: String
    package var call: Int
    package var end: End

    package init(name: String, call: Int, end: End) {
      self.name = name
      self.call = call
      self.end = end
    }
  }

  /// How a call ended, with what the server or the application said.
  package enum End: Codable, Hashable, Sendable {
    case said(String)
    case application(reason: String)
    case rejected(reason: String)
    case ok, timeout, poolTimeout, killed, indeterminate
  }

  /// A call with the outcome it ended in, as outcomes are written.
  package struct CallEnd: Codable, Hashable, Sendable {
    package var name: String
    package var outcome: String

    package init(name: String, outcome: String) {
      self.name = name
      self.outcome = outcome
    }
  }
}
