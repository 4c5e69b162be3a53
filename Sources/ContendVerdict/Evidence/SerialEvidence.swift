package import ContendModel

/// What calls show that ran one after another.
package enum SerialEvidence: Codable, Hashable, Sendable {
  /// The fix fails without any concurrency; the share is of serial orders.
  case fails(place: SourceLocation, kinds: [FailureKind], new: Bool, orders: Share, shortest: SerialStory)
  /// The control fails in some serial orders and not in others.
  case raceOfOrder(variant: String, orders: Share, shortest: SerialStory)
  /// A statement that does not return even where nothing else runs.
  case stuck(line: Int)
  /// The fix does nothing of what it is there for; `instead` are tables that it does change.
  case noWork(control: String, missing: Work, instead: [String], ok: Int, calls: Int, lost: Share?)
  case tableForgotten(control: String, missing: Work, table: String)
  /// Calls that end well and lose what they wrote; `variant` is nil for the fix itself.
  case lostWrites(variant: String?, calls: Share)
  /// `\leaves` names a table that the control does not write.
  case leavesUnwritten(table: String, control: String)
  /// Rows that only one of the two leaves after the same calls; `shared`: both leave others.
  case tableDiffers(table: String, control: String, before: [String], after: [String], shared: Bool)

  private enum CodingKeys: String, CodingKey {
    case fails = "fails_alone"
    case raceOfOrder = "race_of_order"
    case stuck = "stuck_alone"
    case noWork = "no_work"
    case tableForgotten = "table_forgotten"
    case lostWrites = "lost_writes"
    case leavesUnwritten = "leaves_unwritten"
    case tableDiffers = "table_differs"
  }
}
