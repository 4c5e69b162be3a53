import ContendModel

/// Where a call goes after a step.
enum Flow {
  case next
  /// The call is over.
  case ended(Outcome)
  /// An error on its way to a `\try`, a `\retry` or the end of the call.
  case raised(CallError)
}

extension CallEnding {
  var outcome: Outcome {
    switch self {
    case .rejected(let reason): .rejected(reason: reason)
    case .failed(let reason): .applicationError(reason: reason)
    case .ok: .ok
    }
  }
}
