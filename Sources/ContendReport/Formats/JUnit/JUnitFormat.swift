extension ResultFormat {
  /// For the test reports of GitLab, Jenkins and others: a suite for each scenario, a case for each variant.
  package static let junit = ResultFormat("junit") { JUnitReport($0).text }
}
