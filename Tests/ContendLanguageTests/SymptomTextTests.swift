import ContendModel
import Testing

@testable import ContendLanguage

@Test(
  "A message is taken as it was pasted, with its quotes doubled or not",
  arguments: [
    (#"message="violates "stock_check"""#, #"violates "stock_check""#),
    (#"message="violates ""stock_check""""#, #"violates "stock_check""#),
    (#"message="relation "a" has "b"" frame="f""#, #"relation "a" has "b""#),
    (#"message='it''s gone' sqlstate=23514"#, "it's gone"),
    (#"message='it's gone'"#, "it's gone"),
    (#"message="plain" frame="f""#, "plain"),
  ])
func pastedMessage(arguments: String, message: String) throws {
  #expect(try scenario(Sample.withHeader("\\symptom \(arguments)")).symptom?.message == message)
}

@Test("A message whose quote is not closed is told")
func openMessage() {
  #expect(
    report(Sample.withHeader(#"\symptom message="it is open"#)) == [
      "2:18: error: this quote is not closed"
    ])
}
