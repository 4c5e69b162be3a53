/// What a choice did to the clients, as the runner observed it.
public struct ExecutedEvent: Hashable, Sendable {
  public var choice: Choice
  /// What the chosen client's own statement did, then the statements that this completed, in the order in
  /// which they went on.
  ///
  /// A statement that was woken and waits again is there too. Where the order is a choice, those
  /// that are not chosen yet are not: their `wake` events bring them.
  public var effects: [Effect]
  /// The first event of another attempt of a `\retry`, or of another turn of a `\while`.
  public var isRetry: Bool

  public init(choice: Choice, effects: [Effect], isRetry: Bool = false) {
    self.choice = choice
    self.effects = effects
    self.isRetry = isRetry
  }

  /// The chosen client's statement waits for another client.
  public var isWaiting: Bool { effects.first?.isWaiting ?? false }
}

extension ExecutedEvent {
  /// What one client's statement did in an event.
  public struct Effect: Hashable, Sendable {
    public var clientID: Int
    /// Which of the client's connections it happened on; where it has one, its own number.
    public var session: Int
    /// Number of the transaction within its session, from 1; the same for all its events.
    public var transaction: Int
    public var isolation: IsolationLevel
    public var footprint: Footprint
    /// It was issued or woken and now waits; the footprint is what it has touched or asked for so far.
    public var isWaiting: Bool

    public init(
      clientID: Int, session: Int? = nil, transaction: Int, isolation: IsolationLevel = .readCommitted,
      footprint: Footprint,
      isWaiting: Bool = false
    ) {
      self.clientID = clientID
      self.session = session ?? clientID
      self.transaction = transaction
      self.isolation = isolation
      self.footprint = footprint
      self.isWaiting = isWaiting
    }
  }
}
