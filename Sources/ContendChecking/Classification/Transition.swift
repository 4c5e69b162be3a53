import ContendSQL

/// A change of state that the statement writes out, such as `status = 'processed'`.
///
/// Two calls that make the same transition of one row lose nothing of each other's: they did the same
/// work twice. A value that the application computed from what it read is no transition.
enum Transition {
  static func isShared(_ left: Access, _ right: Access) -> Bool {
    guard left.shape.operation == .update, right.shape.operation == .update else { return false }
    let same = constants(left).filter { constants(right)[$0.key] == $0.value }
    return !same.isEmpty && !computes(left) && !computes(right)
  }

  /// The columns set and their values, for people to read.
  static func text(_ write: Access) -> String {
    constants(write).sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
      .joined(separator: ", ")
  }

  static func constants(_ write: Access) -> [String: String] {
    write.shape.assignments.compactMapValues {
      if case .constant(let value) = $0 { value } else { nil }
    }
  }

  private static func computes(_ write: Access) -> Bool {
    write.shape.assignments.values.contains(.computed)
  }
}
