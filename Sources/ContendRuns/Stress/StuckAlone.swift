import ContendModel
import ContendReport
import ContendVerdict

/// A fix of which a statement never returns where nothing else runs: it needs no further round to be judged.
struct StuckAlone: Sendable {
  private let location: SourceLocation

  /// Nil where every statement returned.
  init?(_ arm: JudgedArm) {
    guard let first = arm.stuckAlone.first else { return nil }
    location = first.location
  }

  var evidence: Evidence { .serial(.stuck(line: location.line)) }
}

extension ControlSection {
  /// What a command that runs one variant says of it.
  init(_ variant: Variant, _ stuck: StuckAlone, of scenario: Scenario, _ sentences: Sentences) {
    self.init(
      variant: variant.name, title: variant.title, reproduced: true,
      expectedClass: variant.expectedFailure(in: scenario),
      failures: [FailureSection(.stuck, sentence: sentences.text(stuck.evidence))])
  }
}
