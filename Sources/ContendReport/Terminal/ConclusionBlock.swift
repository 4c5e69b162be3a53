/// The last lines: what it all means, and what to do if that is not clear.
struct ConclusionBlock {
  let conclusion: Conclusion

  init(_ document: ResultDocument) { conclusion = Conclusion(document) }

  func lines(width: Int) -> [StyledText] {
    var lines = StyledText(conclusion.sentence, .heading).wrapped(to: width)
    if let next = conclusion.next {
      lines += Layout.hanging(StyledText("next: ", .accent), StyledText(next.sentence), width: width)
      // Not wrapped: a command is there to be copied.
      if let command = next.command { lines.append("      " + StyledText(command, .accent)) }
    }
    return lines
  }
}
