package import ContendModel

/// Directives that stress runs and explore does not yet; a scenario with one of them is refused there
/// rather than explored without it.
private let unavailable: [String: String] = [
  "pool": "every call has a connection of its own; leave '\\pool' out",
  "net": "leave '\\net' out; the round-trip time is that of the connection",
  "deadline": "bound a statement with SET statement_timeout instead",
  "call": "use '\\sleep' for the time a service takes",
  "kv": "keep the key in a table instead",
  "acquire": "write the statements of the second connection as a role of its own",
  "use": "write the statements of the second connection as a role of its own",
  "release": "write the statements of the second connection as a role of its own",
  "wait": "poll with '\\while' instead",
  "explore crashes=": "leave 'crashes=' out",
]

/// What a scenario asks for that cannot be explored yet, by name and place; empty where all of it can.
package func unavailableDirectives(in scenario: Scenario) -> [Diagnostic] {
  scenario.directives.compactMap { use in
    unavailable[use.name].map { advice in
      let name = use.name.split(separator: " ").last.map(String.init) ?? use.name
      let shown = name.hasSuffix("=") ? name : "\\" + name
      return Diagnostic(
        .error, at: use.location, "'\(shown)' cannot be explored yet", hint: advice, excerpt: use.excerpt)
    }
  }
}
