/// Which variant a round of a block runs.
package enum Arm: Hashable, Sendable {
  case control
  /// A fix, by its index among the fixes of the command.
  case fix(Int)
}

/// Makes the blocks that interleave the control with the fixes, so that a drift of the machine hits
/// all of them alike.
package struct BlockRandomiser: Sendable {
  /// c: rounds of each undecided fix for each round of the control.
  package let fixRoundsPerControl: Int

  package init(fixRoundsPerControl: Int = 4) { self.fixRoundsPerControl = fixRoundsPerControl }

  /// One block: a round of the control and c of each undecided fix, every order as likely.
  package func block(
    undecided fixes: [Int], using generator: inout some RandomNumberGenerator
  ) -> [Arm] {
    var arms = [Arm.control]
    for fix in fixes { arms += repeatElement(.fix(fix), count: fixRoundsPerControl) }
    arms.shuffle(using: &generator)
    return arms
  }
}
