/// What a piece of text means; `Style` decides how a terminal shows it.
package enum Ink: Hashable, Sendable {
  case plain
  case heading
  /// Of secondary interest.
  case faint
  case good
  case bad
  case caution
  /// Names, SQL, figures to look at.
  case accent
}
