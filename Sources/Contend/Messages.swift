import ContendModel
import ContendReport
import ContendRuns

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a run tells on the way.
final class Messages: Sendable {
  private let texts = Lock<[String]>([])

  var all: [String] { texts.withLock { $0 } }

  func add(_ text: String) { texts.withLock { $0.append(text) } }
}

extension Race.Settings {
  func options(telling messages: Messages) -> RunOptions {
    var options = RunOptions(
      seed: seed, budget: budget, environment: ProcessInfo.processInfo.environment)
    options.surface = .swift
    options.clients = clients
    options.calls = calls
    options.profile = profile
    options.parameters = parameters.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    switch server {
    case .automatic: break
    case .embedded: options.server.isEmbedded = true
    case .database(let url): options.server.database = url
    }
    options.warn = { for warning in $0 { messages.add(warning.description) } }
    options.note = { messages.add($0.text(on: .swift)) }
    options.complain = { messages.add($0) }
    return options
  }
}
