import ContendChecking
import ContendModel
import ContendReport

/// Causes and evidence as reports word them: the tests read what a user reads.
extension Anomaly {
  var sentence: String { Sentences.text(self) }
}

extension Failure {
  var sentence: String { Sentences.text(evidence) }
}
