import ContendModel

/// Collects what is wrong with a scenario; a class because every part of the parser adds to it.
final class DiagnosticLog {
  /// More than this is a sign of one mistake that misleads the parser, or of no scenario at all.
  static let limit = 100

  private(set) var diagnostics: [Diagnostic] = []
  private var sources: [String: SourceText] = [:]
  private var order: [String] = []
  private var seen: Set<Diagnostic> = []
  private(set) var isFull = false

  private(set) var errorCount = 0
  var hasErrors: Bool { errorCount > 0 }

  func add(source: SourceText) {
    if sources.updateValue(source, forKey: source.file) == nil { order.append(source.file) }
  }

  func report(_ diagnostic: Diagnostic) {
    guard !isFull else { return }
    var diagnostic = diagnostic
    diagnostic.excerpt = sources[diagnostic.location.file]?.line(diagnostic.location.line)
    guard seen.insert(diagnostic).inserted else { return }
    if diagnostic.severity == .error { errorCount += 1 }
    if diagnostics.count == Self.limit {
      isFull = true
      errorCount += 1
      diagnostics.append(
        Diagnostic(.error, at: diagnostic.location, "too many errors", excerpt: diagnostic.excerpt))
    } else {
      diagnostics.append(diagnostic)
    }
  }

  func error(_ message: String, at location: SourceLocation, hint: String? = nil) {
    report(Diagnostic(.error, at: location, message, hint: hint))
  }

  func warning(_ message: String, at location: SourceLocation, hint: String? = nil) {
    report(Diagnostic(.warning, at: location, message, hint: hint))
  }

  /// By place in the files, the scenario's own file before what it includes.
  var sorted: [Diagnostic] {
    let rank = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    func key(_ diagnostic: Diagnostic) -> (Int, Int, Int) {
      let location = diagnostic.location
      return (rank[location.file] ?? order.count, location.line, location.column)
    }
    let indexed = diagnostics.enumerated().sorted { left, right in
      let (leftKey, rightKey) = (key(left.element), key(right.element))
      return leftKey == rightKey ? left.offset < right.offset : leftKey < rightKey
    }
    return indexed.map(\.element)
  }
}
