import Testing

@testable import ContendLanguage

/// Lines of a body, which begin at line 3, and what is reported about them.
private let bodyMistakes: [Mistake] = [
  Mistake(
    #"\reject"#,
    #"3:8: error: '\reject' requires a reason"#,
    #"hint: write \reject REASON"#),
  Mistake(
    #"\reject out of stock"#,
    #"3:13: error: unexpected 'of' after '\reject'"#,
    #"hint: write \reject REASON"#),
  Mistake(
    #"\fail"#,
    #"3:6: error: '\fail' requires a reason"#,
    #"hint: write \fail REASON"#),
  Mistake(
    #"\return now"#,
    #"3:9: error: unexpected 'now' after '\return'"#,
    #"hint: write \return"#),
  Mistake(
    #"\say"#,
    #"3:5: error: '\say' requires a text"#,
    #"hint: write \say TEXT"#),
  Mistake(
    #"\say hello :nobody"#,
    #"3:12: error: unknown variable ':nobody'"#,
    #"hint: set it with '\param', '\draw', '\set' or '\gset'"#),
  Mistake(
    #"\call"#,
    #"3:6: error: '\call' requires the name of a service"#,
    #"hint: write \call NAME 40ms [limit=K] [per=EXPR]"#),
  Mistake(
    #"\call pay"#,
    #"3:10: error: a duration is expected"#,
    #"hint: write \call NAME 40ms [limit=K] [per=EXPR]"#),
  Mistake(
    #"\call pay -1ms"#,
    #"3:11: error: a duration must not be negative"#,
    #"hint: write \call NAME 40ms [limit=K] [per=EXPR]"#),
  Mistake(
    #"\call pay 4 hours"#,
    #"3:13: error: 'hours' is not a unit of time"#,
    #"hint: write us, ms, s or min"#),
  Mistake(
    #"\sleep 1"#,
    #"3:8: warning: '\sleep' without a unit counts seconds"#,
    #"hint: put us, ms, s or min after the number, such as 10ms"#),
  Mistake(
    #"\call pay 40 limit=2"#,
    #"3:11: warning: '\call' without a unit counts seconds"#,
    #"hint: put us, ms, s or min after the number, such as 10ms"#),
  Mistake(
    #"\call pay 40ms limit=0"#,
    #"3:22: error: 'limit' is 0, outside 1…10000"#,
    #"hint: use a number from 1 to 10000"#),
  Mistake(
    #"\call pay 40ms limits=3"#,
    #"3:16: error: '\call' has no option 'limits'"#,
    #"hint: did you mean 'limit'?"#),
  Mistake(
    #"\acquire"#,
    #"3:9: error: '\acquire' requires the name of a connection"#,
    #"hint: write \acquire NAME [direct]"#),
  Mistake(
    #"\acquire main"#,
    #"3:1: error: a call has its connection 'main' from the start"#,
    #"hint: choose another name, or give 'main' back with '\release' before"#),
  Mistake(
    #"\acquire main direct"#,
    #"3:10: error: 'main' is the connection a call has from the start, and not 'direct'"#,
    #"hint: choose another name"#),
  Mistake(
    #"\acquire other directly"#,
    #"3:16: error: unexpected 'directly' after '\acquire'"#,
    #"hint: write \acquire NAME [direct]"#),
  Mistake(
    #"\use other"#,
    #"3:1: error: there is no connection 'other'"#,
    #"hint: take it with '\acquire other' first"#),
  Mistake(
    #"\release other"#,
    #"3:1: error: there is no connection 'other'"#,
    #"hint: take it with '\acquire other' first"#),
  Mistake(
    #"\kv"#,
    #"3:4: error: expected get, set, del or incr"#,
    #"hint: write \kv get KEY v, set KEY EXPR [ttl=5s] [nx] [v], del KEY or incr KEY [v]"#),
  Mistake(
    #"\kv put 'a' 1"#,
    #"3:5: error: '\kv' has no command 'put'"#,
    #"hint: one of get, set, del, incr"#),
  Mistake(
    #"\kv get"#,
    #"3:8: error: expected a key"#,
    #"hint: write \kv get KEY v, set KEY EXPR [ttl=5s] [nx] [v], del KEY or incr KEY [v]"#),
  Mistake(
    #"\kv get 'a'"#,
    #"3:12: error: '\kv' requires the name of a variable"#,
    #"hint: write \kv get KEY v, set KEY EXPR [ttl=5s] [nx] [v], del KEY or incr KEY [v]"#),
  Mistake(
    #"\kv set 'a'"#,
    #"3:12: error: expected a value"#,
    #"hint: write \kv get KEY v, set KEY EXPR [ttl=5s] [nx] [v], del KEY or incr KEY [v]"#),
  Mistake(
    #"\kv set 'a' 1 ttl=5"#,
    #"3:19: error: '5' is not a duration"#,
    #"hint: write a number and us, ms, s or min, such as 150ms"#),
  Mistake(
    #"\sleep"#,
    #"3:7: error: a duration is expected"#,
    #"hint: write \sleep 10ms"#),
  Mistake(
    #"\sleep -1"#,
    #"3:8: error: a duration must not be negative"#,
    #"hint: write \sleep 10ms"#),
  Mistake(
    #"\sleep soon"#,
    #"3:8: error: 'soon' is no value"#,
    #"hint: a variable is written ':soon', a string 'soon' in single quotes"#),
  Mistake(
    #"\wait"#,
    #"3:6: error: '\wait' requires the name of a channel"#,
    #"hint: write \wait CHANNEL"#),
]

@Test("A mistake in a body is reported once, where it is", arguments: bodyMistakes)
func bodyMistake(mistake: Mistake) {
  #expect(reportWithHints(Sample.withBody(mistake.text)) == mistake.reported)
}
