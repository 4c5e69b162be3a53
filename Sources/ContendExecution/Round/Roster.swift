package import ContendModel

/// One client of a variant: who it is and what each of its calls does.
package struct ClientIdentity: Hashable, Sendable {
  /// Number over all roles, from 1.
  package var id: Int
  /// Number within its role, from 1.
  package var client: Int
  package var role: String
  /// `worker2`; the role alone where it has one client.
  package var name: String
  package var body: [Step]
}

extension Variant {
  /// The clients of this variant; nil is each role's own number, else roles are scaled in proportion
  /// by largest remainder, at least one each; a fixed role is never scaled.
  package func roster(clients total: Int?) -> [ClientIdentity] {
    let counts = total.map(scaledCounts) ?? roles.map(\.clients)
    var roster: [ClientIdentity] = []
    for (role, count) in zip(roles, counts) {
      for client in 1...count {
        roster.append(
          ClientIdentity(
            id: roster.count + 1, client: client, role: role.name,
            name: count == 1 ? role.name : "\(role.name)\(client)", body: role.body))
      }
    }
    return roster
  }

  private func scaledCounts(_ total: Int) -> [Int] {
    let fixed = roles.filter(\.isFixed).map(\.clients).reduce(0, +)
    let scaled = roles.filter { !$0.isFixed }.map(\.clients)
    var shares = largestRemainder(scaled, total: max(total - fixed, scaled.count))[...]
    return roles.map { $0.isFixed ? $0.clients : shares.removeFirst() }
  }
}

/// Splits `total` in proportion to the weights, at least one each; what rounding leaves over goes to
/// the largest remainders, and what the minimum took comes from the largest shares.
func largestRemainder(_ weights: [Int], total: Int) -> [Int] {
  let sum = weights.reduce(0, +)
  guard sum > 0 else { return weights }
  var shares = weights.map { max(1, $0 * total / sum) }
  let byRemainder = weights.indices.sorted {
    (weights[$0] * total % sum, -$0) > (weights[$1] * total % sum, -$1)
  }
  var missing = total - shares.reduce(0, +)
  for index in byRemainder where missing > 0 {
    shares[index] += 1
    missing -= 1
  }
  while missing < 0, let largest = shares.indices.max(by: { shares[$0] < shares[$1] }), shares[largest] > 1 {
    shares[largest] -= 1
    missing += 1
  }
  return shares
}
