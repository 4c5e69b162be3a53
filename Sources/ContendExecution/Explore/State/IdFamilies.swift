import ContendPostgres

/// Which columns hold ids of the same sequences: a column that a sequence fills, and all that refer to it,
/// through however many tables.
struct IdFamilies {
  /// The family of a column, by `StateCatalog.Column.id`; none for columns without ids.
  private(set) var names: [String: String] = [:]
  /// The sequences of each family.
  private(set) var sequences: [String: [StateCatalog.Sequence]] = [:]

  init(_ catalog: StateCatalog) {
    var parents: [String: String] = [:]
    func root(_ node: String) -> String {
      var node = node
      while let parent = parents[node], parent != node { node = parent }
      return node
    }
    let columns = catalog.tables.flatMap(\.columns)
    for column in columns {
      for other in column.links + column.sequences {
        let (left, right) = (root(column.id), root(other))
        if left != right { parents[left] = right }
      }
    }
    // A family is named by a sequence, which every database calls the same.
    var firsts: [String: String] = [:]
    for sequence in catalog.sequences {
      let name = firsts[root(sequence.name)] ?? sequence.name
      firsts[root(sequence.name)] = name
      sequences[name, default: []].append(sequence)
    }
    for column in columns where ["N", "S"].contains(column.category) {
      names[column.id] = firsts[root(column.id)]
    }
  }
}
