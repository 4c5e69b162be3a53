/// A client did not come to its end because somebody outside the run held a lock, so that the round shows nothing.
package struct OutsideLock: Error, Hashable, CustomStringConvertible {
  /// Who holds it.
  package var session: String

  package var description: String {
    """
    a client waited for a lock of \(session) until its time was over
      nothing is concluded from this run
      hint: leave the databases of a run alone while it runs
    """
  }
}
