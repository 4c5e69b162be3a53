/// The constants of a comparison between the control and a fix, one place for all of them.
package struct StressDesign: Codable, Hashable, Sendable {
  /// c: rounds of the fix for each round of the control.
  package var fixRoundsPerControl = 4
  /// ρ: `eliminated` excludes that the fix fails this often, as a share of the control's rate.
  package var ratio = 1.0 / 20
  /// α: the probability of calling a fix eliminated that is no better than ρ.
  package var alpha = 0.05
  /// E at which a fix counts as `reduced`.
  package var reductionEvidence = 20.0
  /// A fix that surely fails more often than this share of the control's rate is not worth more
  /// rounds: the least reduction anyone would ship in a hurry is a halving.
  package var futileFactor = 0.5
  /// E at which `reduced` is given up after `doubtBlocks`: a fix that fails as often as a control that
  /// always fails gets there in three blocks. Of the fixes that quarter the rate of a control that
  /// fails every second round, one in twenty gets there too and is called `not_fixed`.
  package var doubt = 0.2
  package var doubtBlocks = 3
  /// Failing rounds of both arms after which the question of `reduced` is dropped.
  package var failureLimit = 200
  /// Blocks in which the control may still show a kind of failure that so far only the fix had.
  package var newKindBlocks = 20
  /// Rounds of a fix that could not be judged after which more of them are a waste.
  package var unknownLimit = 20

  package init() {}
}
