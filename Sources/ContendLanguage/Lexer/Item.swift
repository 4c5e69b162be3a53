/// What a scenario file is made of, before anybody asks what it means.
enum Item {
  case directive(DirectiveLine)
  case statement(StatementText)
}

/// `\name` and the rest of its line, comment taken off.
struct DirectiveLine {
  let name: String
  /// Offset of the backslash.
  let start: Int
  let arguments: Range<Int>
}

/// An SQL statement as it stands in the file, with the `\bind`, `\gset`, `\aset` that belong to it.
struct StatementText {
  /// Never empty; comments and space are between tokens.
  var tokens: [StatementToken]
  var suffixes: [DirectiveLine] = []
  /// A quote or comment in it is not closed: nobody knows what it says.
  var isBroken = false
}

/// A piece of SQL that the language has to know about.
struct StatementToken {
  enum Kind: Equatable {
    case word
    case quotedIdentifier
    case string
    case number
    /// One byte of an operator or of punctuation.
    case symbol
    /// `:x`
    case variable(String)
    /// `:'x'`
    case literal(String)
    /// `:"x"`
    case identifier(String)
    /// `$1`
    case parameter(Int)
    /// The colon and the name of `a[:n]` or `a[1:n]`: a slice, no variable.
    case slice(String)
  }

  var kind: Kind
  var range: Range<Int>
  /// Parentheses and brackets around it.
  var depth: Int
}
