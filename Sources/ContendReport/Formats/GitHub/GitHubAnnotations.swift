import ContendModel

/// What a GitHub job shows at the lines of scenario files: workflow commands, the worst first.
///
/// GitHub shows ten of a kind and drops the rest, so the last of more than ten counts them.
package struct GitHubAnnotations: Hashable, Sendable {
  private static let most = 10

  package var list: ResultList

  package init(_ list: ResultList) { self.list = list }

  /// A line for each annotation; empty where nothing is wrong.
  package var text: String {
    let all = annotations.sorted { $0.severity > $1.severity }
    guard all.count > Self.most else { return all.map(\.text).joined() }
    let left = all.count - Self.most + 1
    let rest = Annotation(
      severity: 0, title: "Contend", message: "\(Figures.plural(left, "more finding")) in the report")
    return (all.prefix(Self.most - 1) + [rest]).map(\.text).joined()
  }

  private var annotations: [Annotation] {
    let faults = list.unrunnable.flatMap { scenario -> [Annotation] in
      let title = "\(scenario.name) could not be run"
      let places = scenario.diagnostics.map {
        Annotation(
          severity: $0.severity == .error ? 10 : 0, location: $0.location, title: title,
          message: $0.description)
      }
      let whole = SourceLocation(file: scenario.file, line: 1, column: 1)
      return places.isEmpty
        ? [Annotation(severity: 10, location: whole, title: title, message: scenario.message)] : places
    }
    let failures = list.documents.flatMap { document in
      document.cases.filter { !$0.passes }.map { failure in
        Annotation(
          severity: Verdict(rawValue: failure.kind)?.priority ?? 9,
          location: failure.location ?? SourceLocation(file: document.scenario.file, line: 1, column: 1),
          title: "\(document.scenario.name) / \(failure.variant)",
          message: ([failure.headline + "."] + failure.reasons + [failure.command]).joined(separator: "\n"))
      }
    }
    return faults + failures
  }
}

/// One workflow command.
private struct Annotation {
  /// Higher is worse; 0 is a warning.
  var severity: Int
  var location: SourceLocation?
  var title: String
  var message: String

  var text: String {
    let place = location.map { [("file", $0.file), ("line", "\($0.line)"), ("col", "\($0.column)")] } ?? []
    let properties = (place + [("title", title)]).map { "\($0.0)=\(Self.property($0.1))" }
    return
      "::\(severity < 1 ? "warning" : "error") \(properties.joined(separator: ","))::\(Self.data(message))\n"
  }

  private static func data(_ text: String) -> String {
    let lines = text.split(separator: /\r\n|\r|\n/, omittingEmptySubsequences: false)
    let escaped = lines.map { line in
      SafeText.replaced(SafeText.neutralised(String(line))) { $0 == "%" ? "%25" : nil }
    }
    return escaped.joined(separator: "%0A")
  }

  private static func property(_ text: String) -> String {
    SafeText.replaced(data(text)) { $0 == ":" ? "%3A" : $0 == "," ? "%2C" : nil }
  }
}
