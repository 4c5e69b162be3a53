import ContendExecution
import ContendModel

/// One arm to be opened: a variant, in the scenario and under the load that are its own.
struct ArmPlan: Sendable {
  var variant: Variant
  var scenario: Scenario
  var load: StressLoad

  /// Connections of an arm by this plan.
  var connections: Int { StressArm.connections(of: variant, clients: load.clients) }
}
