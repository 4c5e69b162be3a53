package import ContendModel

typealias Access = Footprint.Access

extension Footprint.Resource {
  /// The relation that a row is in; everything else is whole already.
  var whole: Footprint.Resource {
    if case .row(let relation, _) = self { .relation(relation) } else { self }
  }

  /// No transaction holds it: a pool, a service, a key, the clock, a sequence.
  var isOutsideTransactions: Bool {
    switch self {
    case .named, .sequence: true
    case .relation, .row, .advisory: false
    }
  }

  /// They have something in common; a relation has all its rows.
  func overlaps(_ other: Footprint.Resource) -> Bool {
    switch (self, other) {
    case (.relation(let left), .row(let right, _)), (.row(let left, _), .relation(let right)): left == right
    case (.sequence(let left), .sequence(let right)): left == right || left == 0 || right == 0
    default: self == other
    }
  }
}

extension Access {
  func overlaps(_ other: Access, byTable: Bool) -> Bool {
    byTable ? resource.whole.overlaps(other.resource.whole) : resource.overlaps(other.resource)
  }
}

extension Access.Mode {
  /// One has to wait for the other.
  func excludes(_ other: Access.Mode) -> Bool {
    switch (self, other) {
    case (.exclusive, _), (_, .exclusive): true
    case (.read, _), (_, .read), (.share, .share): false
    default: true
    }
  }

  /// It is seen by others' reads once it is committed.
  var isWrite: Bool { self == .write || self == .exclusive }
}

extension [Footprint.Access] {
  /// One of them may have to wait for one of the others.
  package func meetsLocks(of others: [Footprint.Access], byTable: Bool = false) -> Bool {
    contains { access in
      others.contains { access.mode.excludes($0.mode) && access.overlaps($0, byTable: byTable) }
    }
  }

  /// One of them writes what one of the others reads.
  func writesWhatIsRead(by others: [Access], byTable: Bool) -> Bool {
    contains { access in
      access.mode.isWrite
        && others.contains { $0.mode == .read && access.overlaps($0, byTable: byTable) }
    }
  }

  func sharesRelation(with others: [Access]) -> Bool {
    contains { access in others.contains { access.overlaps($0, byTable: true) } }
  }

  var writes: Bool { contains { $0.mode.isWrite } }
}
