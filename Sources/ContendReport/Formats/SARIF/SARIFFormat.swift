extension ResultFormat {
  /// For code scanning: SARIF 2.1.0, a result for each counterexample.
  package static let sarif = ResultFormat("sarif") { SARIFReport($0).text }
}
