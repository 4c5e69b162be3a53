/// What an event is that asks something of the harness rather than of the server.
public enum ResourceAction: Hashable, Sendable {
  /// Looks an entry of the key-value store up.
  case get(key: String)
  /// Puts a value into the store, NULL as nil.
  case set(key: String, value: String?)
  case delete(key: String)
  case increment(key: String)
  /// Waits for a NOTIFY on a channel.
  case wait(channel: String)
  /// A connection or a service.
  case other

  /// The entry or the channel that it is about; nil for the others.
  public var name: String? {
    switch self {
    case .get(let key), .set(let key, _), .delete(let key), .increment(let key): key
    case .wait(let channel): channel
    case .other: nil
    }
  }

  /// The entry of the store that it changes, if it succeeds.
  public var changedKey: String? {
    switch self {
    case .set(let key, _), .delete(let key), .increment(let key): key
    case .get, .wait, .other: nil
    }
  }
}
