extension ResultFormat {
  /// One page for people; several results share it, below a table of all.
  package static let html = ResultFormat(
    "html", one: { HTMLReport([$0]).text }, many: { HTMLReport($0).text })
}
