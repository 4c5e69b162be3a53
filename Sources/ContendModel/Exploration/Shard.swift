/// One of several runs that divide a job among them: the second of four is `2/4`.
public struct Shard: Hashable, Sendable, LosslessStringConvertible {
  /// From 1, as people count.
  public let number: Int
  public let count: Int

  /// How many shards there may be: a typing error must not ask for millions of leaves.
  public static let most = 1_000

  public init?(number: Int, count: Int) {
    guard (1...Self.most).contains(count), (1...count).contains(number) else { return nil }
    self.number = number
    self.count = count
  }

  /// Only the spelling that `description` gives.
  public init?(_ description: String) {
    let parts = description.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1] else { return nil }
    self.init(number: number, count: count)
    guard self.description == description else { return nil }
  }

  public var description: String { "\(number)/\(count)" }

  /// Parts are dealt out like cards, so that neighbours, which are alike, go to different shards.
  ///
  /// - Parameter part: from 0.
  public func owns(_ part: Int) -> Bool { part % count == number - 1 }
}

/// A job that is divided as for so many shards: run by one of them, or by one machine alone.
public struct Division: Hashable, Sendable {
  public var count: Int
  /// Nil runs all parts here.
  public var shard: Shard?

  public init(into count: Int, shard: Shard? = nil) {
    self.count = count
    self.shard = shard
  }

  /// - Parameter part: from 0.
  public func runs(_ part: Int) -> Bool { shard?.owns(part) ?? true }
}
