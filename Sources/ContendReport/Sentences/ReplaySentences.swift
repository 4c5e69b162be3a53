package import ContendModel

extension Sentences {
  /// Where a replay left its recording; `wanted` is nil where the recording was over.
  package static func divergence(at step: Int, wanted: Choice?, possible: [Choice]) -> String {
    let wish = wanted.map { "the schedule wants \(words($0))" } ?? "the schedule is over"
    let choices = possible.isEmpty ? "nothing" : possible.map(\.description).joined(separator: ", ")
    return
      "It diverged at step \(step): \(wish), possible is \(choices). The program, its values or the seed are "
      + "not those of the recording."
  }

  package static func changedStatement(at step: Int) -> String {
    "It diverged at step \(step): its SQL is not that of the recording."
  }

  /// A choice of a schedule for people who watch; clients are named by their ids where they have no other name.
  package static func words(_ choice: Choice, client name: String? = nil) -> String {
    let client = name ?? "client \(choice.clientID)"
    return switch choice {
    case .issue: "\(client) issues its next statement"
    case .wake: "\(client) is woken first"
    case .victim: "\(client) is the victim of the deadlock"
    case .timeOut: "\(client) waits no longer"
    case .serverTimeOut: "a time-out of the server passes for \(client)"
    case .crash: "\(client) is killed"
    case .crashDuring: "\(client) is killed while its next statement is under way"
    case .expire(_, let entry): "entry \(entry) that \(client) has set expires"
    }
  }
}
