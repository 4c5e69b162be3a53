/// What a call used besides statements.
public struct ResourceUse: Hashable, Sendable {
  /// `\call`s, over all attempts.
  public var serviceCalls = 0
  /// Connections of the pool that were not there at once.
  public var poolWaits = 0
  /// Time from asking the pool for connections to getting them, or giving up.
  public var poolWait = Duration.zero
  /// Time that connections of the pool were held; two at a time count twice.
  public var held = Duration.zero

  public init() {}

  public static func + (left: ResourceUse, right: ResourceUse) -> ResourceUse {
    var sum = left
    sum.serviceCalls += right.serviceCalls
    sum.poolWaits += right.poolWaits
    sum.poolWait += right.poolWait
    sum.held += right.held
    return sum
  }
}
