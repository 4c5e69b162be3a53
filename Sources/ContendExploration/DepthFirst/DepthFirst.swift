package import ContendModel

/// Every interleaving that differs from the others, each once, as far as the reduction can tell.
///
/// Stateless depth-first search with sleep sets (Godefroid, LNCS 1032, chapter 5) and source sets
/// (Abdulla, Aronis, Jonsson and Sagonas, POPL 2014, algorithm 1): what began with a choice that was
/// explored before need not be explored again below its siblings, until something happens that depends
/// on it; and a sibling is explored only if a race seen below asks for it. It differs from the paper
/// in that two executions may be under way at a time, which changes the order but not the set of
/// equivalence classes, and in that a choice of waiters or victims is a point where everything is
/// explored and that commutes with nothing.
package struct DepthFirst: Strategy {
  private let dependence: Dependence?
  private let usesSourceSets: Bool
  private let retryBound: Int
  /// Where the tree begins; nil is the root.
  private let leaf: Leaf?
  /// Choices after which an execution is abandoned.
  private let edge: Int?
  private var tree = SearchTree()
  package private(set) var tally = Tally()
  /// Executions begun so far, and of those how many the tree has taken in.
  private var begun = 0
  private var takenIn = 0
  /// Executions that have ended before an older one has, by number.
  private var waiting: [Int: (run: DepthFirstExecution, ending: Ending)] = [:]

  /// Executions that may be begun before the oldest of them is taken in. A constant: which branch comes
  /// next must depend neither on the number of lanes nor on which of them is faster.
  private static let window = 2

  /// - Parameters:
  ///   - retryBound: further attempts that a client may begin while another one could go on and does not.
  ///   - usesSourceSets: explores siblings only where a race asks for them; off, all that do not sleep.
  ///   - leaf: explores what is below it, and nothing else.
  package init(
    reduction: Reduction, victims: DeadlockVictims = .all, retryBound: Int = RetryFairness.usualBound,
    usesSourceSets: Bool = true, below leaf: Leaf? = nil
  ) {
    self.init(
      reduction: reduction, victims: victims, retryBound: retryBound, usesSourceSets: usesSourceSets,
      leaf: leaf, edge: nil)
  }

  /// Explores the tree down to its edge: executions are abandoned after so many choices.
  init(reduction: Reduction, victims: DeadlockVictims, usesSourceSets: Bool, edge: Int) {
    self.init(
      reduction: reduction, victims: victims, retryBound: RetryFairness.usualBound,
      usesSourceSets: usesSourceSets, leaf: nil, edge: edge)
  }

  private init(
    reduction: Reduction, victims: DeadlockVictims, retryBound: Int, usesSourceSets: Bool, leaf: Leaf?,
    edge: Int?
  ) {
    let isReduced = reduction != .none && reduction != .begin
    dependence = isReduced ? Dependence(reduction: reduction, victims: victims) : nil
    self.usesSourceSets = usesSourceSets && isReduced
    self.retryBound = retryBound
    self.leaf = leaf
    self.edge = edge
  }

  package mutating func begin() -> Beginning<DepthFirstExecution> {
    while !canBegin {
      if takenIn == begun, begun > 0 { return .finished }
      guard takeInOldest() else { return .later }
    }
    guard let execution = nextExecution() else { return .finished }
    begun += 1
    return .run(execution)
  }

  package mutating func end(_ run: DepthFirstExecution, _ ending: Ending) {
    tally.count(ending)
    if run.fairness.hasBitten { tally.bounded += 1 }
    waiting[run.number] = (run, ending)
    while !canBegin, takeInOldest() {}
  }
}

extension DepthFirst {
  /// Whether the next execution hangs on none of those under way.
  private var canBegin: Bool { begun == 0 || (begun - takenIn < Self.window && tree.next() != nil) }

  private mutating func nextExecution() -> DepthFirstExecution? {
    let fairness = RetryFairness(bound: retryBound)
    if begun == 0 {
      return DepthFirstExecution(
        number: 0, prefix: leaf?.prefix ?? [], sleep: leaf?.sleep ?? [], dependence: dependence,
        fairness: fairness, edge: edge)
    }
    guard let id = tree.next(), let node = tree[id], let choice = tree.openBranch(at: id) else { return nil }
    let nodes = tree.path(to: id)
    let asleep = node.enabled.isRace ? [] : node.sleep + node.branches.compactMap(\.event)
    return DepthFirstExecution(
      number: begun, nodes: nodes, prefix: prefix(along: nodes, then: choice),
      sleep: dependence == nil ? [] : asleep, dependence: dependence, fairness: fairness, edge: edge)
  }

  /// False if the oldest execution under way has not ended.
  private mutating func takeInOldest() -> Bool {
    guard let (run, ending) = waiting.removeValue(forKey: takenIn) else { return false }
    takenIn += 1
    if ending == .diverged || run.steps.count < run.firstNewStep {
      drop(run)
    } else {
      insert(run)
    }
    tally.isComplete = takenIn == begun && tree.isEmpty && tally.diverged == 0
    return true
  }

  private func prefix(along nodes: [Int], then last: Choice) -> [(choice: Choice, enabled: [Choice])] {
    var prefix = leaf?.prefix ?? []
    prefix.reserveCapacity(prefix.count + nodes.count)
    for (index, id) in nodes.enumerated() {
      guard let node = tree[id] else { continue }
      let choice = index + 1 < nodes.count ? tree[nodes[index + 1]]?.incoming ?? last : last
      prefix.append((choice, node.enabled))
    }
    return prefix
  }

  private mutating func drop(_ run: DepthFirstExecution) {
    guard let node = run.nodes.last, let choice = run.branch else { return }
    tree.dropBranch(choice, at: node)
  }

  /// Adds what the run saw to the tree, asks for what its races call for and forgets what is done.
  private mutating func insert(_ run: DepthFirstExecution) {
    var path = run.nodes
    if let node = path.last, run.firstNewStep > 0 {
      let step = run.steps[run.firstNewStep - 1]
      tree.record(step.event ?? .unknown(step.choice), ofBranch: step.choice, at: node)
    }
    for index in run.firstNewStep..<run.steps.count {
      path.append(tree.insert(node(for: index, of: run, below: path.last)))
    }
    if usesSourceSets, let dependence {
      // Above the leaf everything that does not sleep is explored, by whichever shard.
      let above = leaf?.prefix.count ?? 0
      for demand in Races(run.steps, from: max(0, run.firstNewStep - 1), dependence).demands()
      where demand.step >= above {
        meet(demand, at: path[demand.step - above])
      }
    }
    if let leaf = path.last { close(leaf, isNew: path.count > run.nodes.count) }
  }

  private mutating func close(_ leaf: Int, isNew: Bool) {
    if isNew { tree.forgetFinished(from: leaf) } else { tree.closeBranch(at: leaf) }
  }

  private func node(for index: Int, of run: DepthFirstExecution, below parent: Int?) -> SearchNode {
    let step = run.steps[index]
    let isLast = index == run.steps.count - 1
    var node = SearchNode(
      parent: parent, incoming: index > 0 ? run.steps[index - 1].choice : nil, depth: index,
      enabled: step.enabled, sleep: step.enabled.isRace ? [] : step.sleep,
      branches: [
        SearchNode.Branch(
          choice: step.choice, event: step.event ?? .unknown(step.choice))
      ], wanted: [], openBranches: isLast ? 0 : 1)
    // A race is only seen between events that both happened: what need not happen is tried everywhere.
    let isEverything = !usesSourceSets || step.enabled.isRace
    for choice in step.enabled where isEverything || choice.isOptional { node.want(choice) }
    return node
  }

  /// One of the demand's initial choices has to be explored, unless one is already.
  private mutating func meet(_ demand: Races.Demand, at id: Int) {
    guard let node = tree[id], !demand.initials.contains(where: node.covers) else { return }
    if let choice = demand.initials.last(where: node.enabled.contains) {
      tree.want(choice, at: id)
    } else {
      node.enabled.forEach { tree.want($0, at: id) }
    }
  }
}
