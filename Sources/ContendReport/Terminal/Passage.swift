/// A part of an interleaving's picture: a moment, or what is left out because it is like the moments before it.
enum Passage {
  case moment(Moment)
  case repetition(Repetition)

  /// A client that does the same again and again, as a loop that polls does.
  struct Repetition {
    var client: Int
    /// Clients that have an unanswered step meanwhile.
    var waiting: Set<Int>
    /// How many moments come again together.
    var period: Int
    /// How often they come again.
    var times: Int
    /// The steps left out, as people count.
    var steps: ClosedRange<Int>

    var text: StyledText {
      let what = period == 1 ? "the same" : "these \(period) steps"
      return StyledText(
        "… \(what) \(Figures.plural(times, "time")) more, steps \(steps.lowerBound)–\(steps.upperBound)",
        .faint)
    }
  }

  /// Moments that come again together at most; loops that poll are short.
  private static let longestPeriod = 4
  /// Fewer are shown one by one.
  private static let leastTimes = 3

  var client: Int {
    switch self {
    case .moment(let moment): moment.client
    case .repetition(let repetition): repetition.client
    }
  }

  var waiting: Set<Int> {
    switch self {
    case .moment(let moment): moment.waiting
    case .repetition(let repetition): repetition.waiting
    }
  }

  /// The step's number where it is issued; empty for all else.
  var number: String {
    switch self {
    case .moment(let moment): moment.number
    case .repetition: ""
    }
  }

  /// The last step it shows, or leaves out.
  var lastStep: Int {
    switch self {
    case .moment(let moment): moment.index
    case .repetition(let repetition): repetition.steps.upperBound
    }
  }

  func lines(width: Int) -> [StyledText] {
    switch self {
    case .moment(let moment): moment.lines(width: width)
    case .repetition(let repetition): repetition.text.wrapped(to: width)
    }
  }

  static func all(of example: CounterexampleSection) -> [Passage] {
    let moments = Moment.all(of: example)
    var passages: [Passage] = []
    var place = 0
    while place < moments.count {
      guard let (period, times) = repetition(in: moments, at: place) else {
        passages.append(.moment(moments[place]))
        place += 1
        continue
      }
      let (again, end) = (place + period, place + period * (times + 1))
      passages += moments[place..<again].map(Passage.moment)
      passages.append(
        .repetition(
          Repetition(
            client: moments[place].client, waiting: moments[place].waiting, period: period, times: times,
            steps: moments[again].index...moments[end - 1].index)))
      place = end
    }
    return passages
  }

  /// The shortest group of moments that comes again often enough, and how often it does.
  private static func repetition(in moments: [Moment], at place: Int) -> (period: Int, times: Int)? {
    for period in 1...longestPeriod {
      var end = place + period
      while end < moments.count, moments[end].repeats(moments[end - period]) { end += 1 }
      let times = (end - place) / period - 1
      if times >= leastTimes { return (period, times) }
    }
    return nil
  }
}

extension Moment {
  /// Nothing tells it apart from an earlier one, and nothing else happens meanwhile.
  fileprivate func repeats(_ other: Moment) -> Bool {
    isIssue && isAnswer && other.isIssue && other.isAnswer && index > other.index
      && waiting == other.waiting && step.isPlain && step == other.step.answered(after: step)
  }
}

extension StepSection {
  fileprivate var isPlain: Bool { error == nil && !rolledBack && outcome == nil && !blocked }

  /// The same with the place of another's answer.
  fileprivate func answered(after other: StepSection) -> StepSection {
    var step = self
    step.answeredAfterStep = other.answeredAfterStep
    return step
  }
}
