import ContendPostgres

/// Removes what killed runs left behind: on this machine, and on the server that the user names.
package struct Cleaning: Sendable {
  private let options: RunOptions

  package init(_ options: RunOptions) { self.options = options }

  /// What became of one leftover.
  package struct Item: Hashable, Sendable {
    package var name: String
    /// Nil if it was removed.
    package var keptBecause: String?
  }

  /// This machine first: it needs no server.
  package func run(_ report: @Sendable (Item) -> Void) async throws {
    for directory in LeftoverDirectory.all(of: options.server.user) {
      if let item = clean(directory) { report(item) }
    }
    let options = options
    guard let named = options.server.named(in: options.environment) else { return }
    let items = try await onLoop(options.stopSignal) { loop in
      let leftovers = try await LeftoverObjects.open(
        try named.target(), options.server.permissions, on: loop)
      defer { leftovers.close() }
      return try await clean(leftovers)
    }
    for item in items { report(item) }
  }

  /// Nil if its run was just ending and has removed it.
  private func clean(_ directory: LeftoverDirectory) -> Item? {
    do {
      guard try directory.remove() else { return nil }
      return Item(name: "directory \(directory.path)")
    } catch {
      return Item(name: "directory \(directory.path)", keptBecause: "\(error)")
    }
  }

  private func clean(_ leftovers: LeftoverObjects) async throws -> [Item] {
    var items: [Item] = []
    for found in try await leftovers.find() {
      switch await leftovers.remove(found) {
      case .removed: items.append(Item(name: found.description))
      case .spared(let reason): items.append(Item(name: found.description, keptBecause: reason))
      }
    }
    return items
  }
}
