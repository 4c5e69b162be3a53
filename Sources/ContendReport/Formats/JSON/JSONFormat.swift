extension ResultFormat {
  /// Schema `contend/1`; several results are a list, without what could not be run.
  package static let json = ResultFormat(
    "json", one: { try $0.json() + "\n" }, many: { try ResultDocument.json($0.documents) + "\n" })
}
