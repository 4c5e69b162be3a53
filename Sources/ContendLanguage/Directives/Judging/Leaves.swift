import ContendModel

extension Directive {
  /// Tables that the buggy variant writes and this fix does not, because the work went elsewhere.
  static let leaves = Directive("leaves", "\\leaves TABLE …", in: [.body]) {
    arguments, builder throws(Diagnostic) in
    try builder.requireOutsideBlocks(arguments)
    guard let index = builder.currentVariant, builder.variants[index].variant.kind == .fix else {
      throw Diagnostic(
        .error, at: arguments.location, "only a fix can leave a table that the buggy variant writes",
        hint: "say it in the '\\fix'")
    }
    repeat {
      let table = try arguments.name(of: "a table")
      if builder.variants[index].variant.leaves.contains(table.text) {
        throw Diagnostic(
          .error, at: table.location, "'\(table.text)' is named twice", hint: "remove one of them")
      }
      builder.variants[index].variant.leaves.append(table.text)
      _ = arguments.take(symbol: ",")
    } while !arguments.isAtEnd
  }
}
