package import ContendModel

/// Gets every call of a round when it ends, so that nobody has to keep them all.
package protocol CallSink: AnyObject {
  /// Counts a call; true if the history of the round should name it as well.
  func ended(_ call: CallRecord) -> Bool
}
