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

  /// A choice of a schedule for people who watch.
  package static func words(_ choice: Choice) -> String {
    switch choice {
    case .issue(let client): "client \(client) issues its next statement"
    case .wake(let client): "client \(client) is woken first"
    case .victim(let client): "client \(client) is the victim of the deadlock"
    case .timeOut(let client): "client \(client) waits no longer"
    case .serverTimeOut(let client): "a time-out of the server passes for client \(client)"
    case .crash(let client): "client \(client) is killed"
    case .crashDuring(let client): "client \(client) is killed while its next statement is under way"
    case .expire(let client, let entry): "entry \(entry) that client \(client) has set expires"
    }
  }
}
