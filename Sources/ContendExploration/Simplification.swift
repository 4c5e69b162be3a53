import ContendModel

/// The moves by which the minimiser tries to simplify one schedule.
struct Simplification {
  private let schedule: Schedule
  /// Runs of events of one client, with the wakes, victims and faults after them.
  private let blocks: [[Choice]]

  init(of schedule: Schedule) {
    self.schedule = schedule
    var blocks: [[Choice]] = []
    var client: Int?
    for choice in schedule.choices {
      if blocks.isEmpty || (choice.isIssue && client != nil && choice.clientID != client) {
        blocks.append([])
      }
      if choice.isIssue { client = choice.clientID }
      blocks[blocks.count - 1].append(choice)
    }
    self.blocks = blocks
  }

  /// The most promising last.
  var candidates: [Schedule] {
    otherRaces + splitBlocks + movedBlocks + prefixes + interruptions + withoutFault + withoutClient
  }

  /// One time-out, expiry or crash fewer.
  private var withoutFault: [Schedule] {
    schedule.choices.indices.filter { schedule.choices[$0].isOptional }.map { index in
      var choices = schedule.choices
      choices.remove(at: index)
      return Schedule(choices)
    }
  }

  private var withoutClient: [Schedule] {
    schedule.clients.map { client in Schedule(schedule.choices.filter { $0.clientID != client }) }
  }

  /// One client is interrupted once, by another that runs to its end: most failures need no more.
  ///
  /// The others run before, after or not at all.
  private var interruptions: [Schedule] {
    let events = Dictionary(grouping: schedule.choices.filter(\.isIssue), by: \.clientID)
    var schedules: [Schedule] = []
    for (client, own) in events.sorted(by: { $0.key > $1.key }) {
      for (other, inner) in events.sorted(by: { $0.key > $1.key }) where other != client {
        let rest = events.filter { $0.key != client && $0.key != other }
          .sorted { $0.key < $1.key }.flatMap(\.value)
        for cut in 1..<max(own.count, 1) {
          let core = own[..<cut] + inner + own[cut...]
          schedules += [Schedule(core + rest), Schedule(rest + core), Schedule(Array(core))]
        }
      }
    }
    return schedules
  }

  /// The beginning as it is; then each client runs to its end.
  private var prefixes: [Schedule] {
    schedule.choices.indices.reversed().map { end in
      let prefix = schedule.choices[...end]
      let rest = schedule.choices[(end + 1)...]
      let last = schedule.choices[end].clientID
      let order = [last] + schedule.clients.filter { $0 != last }
      return Schedule(prefix + order.flatMap { client in rest.filter { $0.clientID == client } })
    }
  }

  /// A block next to another one of its client.
  private var movedBlocks: [Schedule] {
    pairs.flatMap { index, next in
      var earlier = blocks
      earlier.insert(earlier.remove(at: next), at: index + 1)
      var later = blocks
      later.insert(later.remove(at: index), at: next - 1)
      return [earlier, later].map { Schedule($0.flatMap(\.self)) }
    }
  }

  /// Part of a block next to another one of its client.
  private var splitBlocks: [Schedule] {
    var schedules: [Schedule] = []
    for (index, next) in pairs {
      for cut in blocks[index].indices.dropFirst() {
        var moved = blocks
        moved[next] = moved[index][cut...] + moved[next]
        moved[index].removeSubrange(cut...)
        schedules.append(Schedule(moved.flatMap(\.self)))
      }
      for cut in blocks[next].indices.dropFirst() {
        var moved = blocks
        moved[index] += moved[next][..<cut]
        moved[next].removeSubrange(..<cut)
        schedules.append(Schedule(moved.flatMap(\.self)))
      }
    }
    return schedules
  }

  /// Another waiter goes first, or another client is the victim.
  private var otherRaces: [Schedule] {
    schedule.choices.indices.filter { schedule.choices[$0].isContinuation }.flatMap { index in
      schedule.clients.filter { $0 != schedule.choices[index].clientID }.map { client in
        var choices = schedule.choices
        if case .wake = choices[index] {
          choices[index] = .wake(client)
        } else {
          choices[index] = .victim(client)
        }
        return Schedule(choices)
      }
    }
  }

  /// Each block with the next one of its client.
  private var pairs: [(Int, Int)] {
    blocks.indices.compactMap { index in
      let client = blocks[index].first?.clientID
      let next = blocks[(index + 1)...].firstIndex { $0.first?.clientID == client }
      return next.map { (index, $0) }
    }
  }
}
