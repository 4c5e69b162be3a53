import ContendModel
import ContendPostgres

/// The names one client knows: those of the scenario and the columns its `\gset`s brought.
final class ClientSymbols {
  private(set) var symbols: Symbols
  /// Which variables the columns of a statement go to; found once, for a statement's columns do not
  /// change.
  private var targets: [Int: [Variable]] = [:]

  init(_ symbols: Symbols) { self.symbols = symbols }

  func variable(named name: String) -> Variable { symbols.intern(name) }

  func targets(of statement: Statement, _ rows: ResultSet, prefix: String) -> [Variable] {
    if let known = targets[statement.id], known.count == rows.columnCount { return known }
    let found = rows.columns.map { symbols.intern(prefix + $0.name) }
    targets[statement.id] = found
    return found
  }
}
