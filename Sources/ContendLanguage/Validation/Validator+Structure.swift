import ContendModel

/// What must be there at all.
extension Validator {
  func checkHeader() {
    guard !builder.hasName else { return }
    log.error(
      "the scenario has no name", at: scenario.location, hint: "begin the file with '\\scenario NAME \"title\"'")
  }

  func checkVariants() {
    guard scenario.buggy == nil else { return }
    log.error(
      "there is no buggy variant", at: scenario.location, hint: "add '\\variant buggy' with the code that fails")
  }
}
