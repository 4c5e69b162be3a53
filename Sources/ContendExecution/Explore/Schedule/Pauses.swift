/// How long to wait for an answer before each look at whether the statement waits for a lock.
///
/// A wait is seen within 43 to 88 µs by looking at once and again; where none is expected a look would
/// only cost a round trip.
struct Pauses {
  enum Outlook {
    /// Somebody has what the statement asks for.
    case wait
    /// Others are in transactions, which as far as known do not have it.
    case perhaps
    /// Only somebody outside the run could be in its way.
    case answer
  }

  private static let longest = Duration.milliseconds(1)
  /// Looks without a pause between them: the first ones come while the statement is on its way.
  private var looksAtOnce: Int
  private var pause: Duration

  init(for outlook: Outlook) {
    switch outlook {
    case .wait: (looksAtOnce, pause) = (4, .microseconds(40))
    case .perhaps: (looksAtOnce, pause) = (0, .microseconds(400))
    case .answer: (looksAtOnce, pause) = (0, .milliseconds(20))
    }
  }

  /// Nil to look at once.
  mutating func next() -> Duration? {
    guard looksAtOnce == 0 else {
      looksAtOnce -= 1
      return nil
    }
    defer { pause = max(pause, min(pause * 1.5, Pauses.longest)) }
    return pause
  }
}
