import ContendExploration
package import ContendModel

/// A schedule as people pass it on: its choices, a dot, and a character for the SQL of each event.
///
/// `122211.k3fx9q`. The choices are all a replay needs; the characters let it say at which step the
/// program is no longer the one that was recorded. Each tells 31 of 32 changes.
package struct ScheduleToken: Sendable, LosslessStringConvertible {
  package var schedule: Schedule
  /// One for each event, in the order in which they were issued; empty if nothing was recorded.
  var marks: [Character]

  init(_ schedule: Schedule, _ history: History) {
    self.schedule = schedule
    marks = history.issued.map { ScheduleToken.mark($0.sql) }
  }

  package init?(_ description: String) {
    let parts = description.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let schedule = Schedule(String(first)), !schedule.choices.isEmpty else {
      return nil
    }
    self.schedule = schedule
    marks = parts.count > 1 ? Array(parts[1]) : []
  }

  package var description: String { marks.isEmpty ? "\(schedule)" : "\(schedule).\(String(marks))" }

  /// The first step, from 1, whose SQL is not what was recorded.
  func firstChange(in history: History) -> Int? {
    guard !marks.isEmpty else { return nil }
    let now = history.issued.map { ScheduleToken.mark($0.sql) }
    return zip(marks, now).enumerated().first { $0.element.0 != $0.element.1 }.map { $0.offset + 1 }
  }

  /// FNV-1a over the words of the text: how it is laid out does not matter.
  private static func mark(_ sql: String) -> Character {
    var hash: UInt32 = 2_166_136_261
    for word in sql.split(whereSeparator: \.isWhitespace) {
      for byte in word.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
      hash = (hash ^ 32) &* 16_777_619
    }
    return alphabet[Int((hash ^ (hash >> 15)) % 32)]
  }

  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
}

extension History {
  /// The statements that the schedule's choices issued: not those that travelled with them.
  fileprivate var issued: [Event] { events.filter { $0.end > $0.start } }
}
