/// The connections that a call holds, for programs with a pool or with more than one.
struct HeldConnections {
  static let main = "main"

  /// `main` and those that are acquired come from a pool.
  let isPooled: Bool
  /// In the order in which they were taken.
  private(set) var names: [String] = []
  /// Which of them statements use; nil if it holds none.
  private(set) var current: String?
  /// It holds none because it has ended the last one itself.
  private(set) var isCutOff = false
  /// A pool's call takes `main` before its first step.
  private(set) var lacksMain = false

  init(isPooled: Bool) {
    self.isPooled = isPooled
    begin()
  }

  mutating func begin() {
    names = isPooled ? [] : [HeldConnections.main]
    current = names.first
    lacksMain = isPooled
    isCutOff = false
  }

  mutating func take(_ name: String) {
    names.append(name)
    isCutOff = false
    if current == nil || name == HeldConnections.main { current = name }
    if name == HeldConnections.main { lacksMain = false }
  }

  mutating func give(_ name: String) {
    names.removeAll { $0 == name }
    guard current == name else { return }
    current = names.contains(HeldConnections.main) ? HeldConnections.main : names.last
  }

  /// The connection is gone; there may be another to go on with.
  mutating func lose(_ name: String) {
    give(name)
    isCutOff = current == nil
  }

  mutating func use(_ name: String) { current = name }

  /// Gives away what was taken since an earlier state and goes back to the connection in use then;
  /// returns the names in the order in which they go.
  mutating func goBack(to start: HeldConnections) -> [String] {
    let given = names.filter { !start.names.contains($0) }.reversed()
    for name in given { give(name) }
    if let used = start.current, names.contains(used) { current = used }
    lacksMain =
      start.lacksMain || start.names.contains(HeldConnections.main) && !names.contains(HeldConnections.main)
    return Array(given)
  }
}
