extension ResultFormat {
  /// One page for people; several results share it, below a table of all.
  package static let html = ResultFormat("html") { HTMLReport($0).text }
}
