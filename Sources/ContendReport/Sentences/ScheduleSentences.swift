import ContendModel
import ContendVerdict

extension Sentences {
  static func sentence(_ found: ScheduleEvidence) -> String {
    switch found {
    case .failing(let kind, let fix, let shortest, let new, let stress, let message, _):
      "\(Figures.share(fix)) interleavings end in \(kind), the shortest is \(shortest)"
        + (new ? ", and none of the control's" : "")
        + (stress.map { "; stress showed it in \(rounds($0))" } ?? "") + "."
        + (message.map { " " + text($0) } ?? "")
    case .noneFails(let classes, let clients, let control, let stressed):
      (classes == 1 ? "Not even the one class" : "None of the \(Figures.grouped(classes)) classes")
        + " of interleavings of \(Figures.plural(clients, "client")) fails, while \(Figures.share(control)) of "
        + "the control's fail."
        + (stressed ? "" : " But not one round of stress has looked for what exploration does not cover.")
    case .foreignBlocker(let session):
      "A lock that a client waits for is held by \(session), which is not part of the run."
    case .stuckCall(let call, let place):
      "\(call)\(place.map { " at \($0)" } ?? "") did not return within the step time-out."
    case .uncontrolledWakes(let count):
      "\(Figures.grouped(count)) times the server alone decided which waiter went first."
    case .diverged(let runs):
      "\(Figures.plural(runs, "run")) of a recorded schedule did something else than before."
    case .heldBack(let runs):
      "In \(Figures.plural(runs, "run")) a retrying client was held back so that others could go on."
    case .unjudged(let reason): reason
    case .budgetEnded(let schedules, let orders):
      "The budget ended after \(Figures.plural(schedules, "schedule"))"
        + (orders < schedules ? " of \(Figures.plural(orders, "distinct order"))" : "") + "; more remain."
    case .oneShard(let number, let count):
      "This is shard \(number) of \(count): the results of all of them, merged, decide."
    case .notScrutinised:
      "The control fails only in interleavings of shards without rounds of stress, so the fix was not asked what else "
        + "it does; prove it without shards."
    case .outcomeLost(let reduction):
      "Orders without reduction show an outcome that no shard has seen under the \(name(reduction)); "
        + "run the shards again with a weaker reduction."
    }
  }
}
