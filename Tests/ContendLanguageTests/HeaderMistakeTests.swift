import Testing

@testable import ContendLanguage

/// Lines of the header, which begin at line 2, and what is reported about them.
private let headerMistakes: [Mistake] = [
  Mistake(
    #"\scenario other"#,
    #"2:1: error: '\scenario' is given twice"#,
    #"hint: first defined at line 1; remove one of them"#),
  Mistake(
    #"\scenario"#,
    #"2:1: error: '\scenario' is given twice"#,
    #"hint: first defined at line 1; remove one of them"#),
  Mistake(
    #"\symptom"#,
    #"2:1: error: '\symptom' says nothing"#,
    #"hint: write \symptom sqlstate=23514 message="…" frame="…""#),
  Mistake(
    #"\symptom sqlstate=2351"#,
    #"2:19: error: '2351' is not an SQLSTATE"#,
    #"hint: an SQLSTATE has five digits or capitals, such as 40001; its first two name the class"#),
  Mistake(
    #"\symptom mesage="x""#,
    #"2:10: error: '\symptom' has no option 'mesage'"#,
    #"hint: did you mean 'message'?"#),
  Mistake(
    #"\symptom frame="x"#,
    #"2:16: error: this quote is not closed"#),
  Mistake(
    #"\pool size=:many"#,
    #"2:12: error: the size of a pool must be a number or a parameter, and ':many' is none"#,
    #"hint: declare it with '\param many 10'"#),
  Mistake(
    #"\pool size=:much"# + "\n" + #"\param much 0"#,
    #"3:1: error: 'much' is the size of a pool and cannot be 0"#,
    #"hint: use a number from 1 to 10000"#),
  Mistake(
    #"\expect lost-updat"#,
    #"2:9: error: 'lost-updat' is not a class of anomalies"#,
    #"hint: did you mean 'lost-update'?"#),
  Mistake(
    #"\expect"#,
    #"2:8: error: a class of anomalies is expected"#,
    #"hint: one of lost-update, dirty-write, non-repeatable-read, read-skew, write-skew, phantom, "#
      + #"g2-item, g2, read-only-anomaly, check-then-act, double-processing, use-after-delete, "#
      + #"unique-race, deadlock, serialization-failure, stale-cache, lost-acknowledgement, "#
      + #"lost-wakeup, timeout, pool-exhaustion, crash, invariant"#),
  Mistake(
    #"\expect lost-update|phantom"#,
    #"2:20: error: unexpected '|phantom' after '\expect'"#,
    #"hint: write \expect CLASS, in a fix \expect VERDICT [CLASS]"#),
  Mistake(
    #"\param"#,
    #"2:7: error: '\param' requires the name of a variable"#,
    #"hint: write \param NAME VALUE"#),
  Mistake(
    #"\param x"#,
    #"2:9: error: '\param' requires a value"#,
    #"hint: write \param NAME VALUE"#),
  Mistake(
    #"\param :x 1"#,
    #"2:8: error: the name of a variable to set stands without its ':'"#,
    #"hint: write \param NAME VALUE"#),
  Mistake(
    #"\param client 3"#,
    #"2:8: error: ':client' is built in"#,
    #"hint: choose another name"#),
  Mistake(
    #"\param x abc"#,
    #"2:10: error: 'abc' is no value"#,
    #"hint: a variable is written ':abc', a string 'abc' in single quotes"#),
  Mistake(
    #"\param x random(1, 2)"#,
    #"2:10: error: the value of a '\param' is a constant"#,
    #"hint: a value that changes is a '\draw' or a '\set'"#),
  Mistake(
    #"\param x 1 2"#,
    #"2:12: error: unexpected '2' after '\param'"#,
    #"hint: write \param NAME VALUE"#),
  Mistake(
    #"\param x 1/0"#,
    #"2:10: error: division by zero"#),
  Mistake(
    #"\param x 99999999999999999999"#,
    #"2:10: error: the number does not fit"#,
    #"hint: whole numbers go from -9223372036854775808 to 9223372036854775807, decimals have at most 38 "#
      + #"digits"#),
  Mistake(
    #"\draw"#,
    #"2:6: error: '\draw' requires the name of a variable"#,
    #"hint: write \draw NAME EXPR"#),
  Mistake(
    #"\draw q"#,
    #"2:8: error: '\draw' requires an expression"#,
    #"hint: write \draw NAME EXPR"#),
  Mistake(
    #"\draw q random(1)"#,
    #"2:9: error: 'random' takes 2 arguments, not 1"#,
    #"hint: write random(lowest, highest)"#),
  Mistake(
    #"\draw q rondom(1, 2)"#,
    #"2:9: error: unknown function 'rondom'"#,
    #"hint: did you mean 'random'?"#),
  Mistake(
    #"\draw q :later ⏎ \draw later 1"#,
    #"2:9: error: ':later' is drawn later than draw 'q'"#,
    #"hint: put '\draw later' before it"#),
  Mistake(
    #"\draw q :ROW_COUNT"#,
    #"2:9: error: ':ROW_COUNT' has no value in draw 'q'"#,
    #"hint: a draw knows :role, :client, :client_id, :name and :call"#),
  Mistake(
    #"\draw q weighted('a', 'b')"#,
    #"2:21: error: expected a weight"#,
    #"hint: write weighted(v1:w1, v2:w2, …)"#),
  Mistake(
    #"\draw q pick()"#,
    #"2:9: error: 'pick' takes at least 1 argument, not 0"#,
    #"hint: write pick(v1, v2, …)"#),
  Mistake(
    #"\load clients=0"#,
    #"2:15: error: 'clients' is 0, outside 1…10000"#,
    #"hint: use a number from 1 to 10000"#),
  Mistake(
    #"\load clients=10001"#,
    #"2:15: error: 'clients' is 10001, outside 1…10000"#,
    #"hint: use a number from 1 to 10000"#),
  Mistake(
    #"\load clients=ten"#,
    #"2:15: error: 'clients' must be a whole number, not 'ten'"#,
    #"hint: write \load clients=N calls=N rate=R"#),
  Mistake(
    #"\load client=3"#,
    #"2:7: error: '\load' has no option 'client'"#,
    #"hint: did you mean 'clients'?"#),
  Mistake(
    #"\load clients"#,
    #"2:7: error: 'clients' is not an option: expected 'name=value'"#,
    #"hint: write \load clients=N calls=N rate=R"#),
  Mistake(
    #"\load clients=1 clients=2"#,
    #"2:17: error: 'clients' is given twice"#,
    #"hint: remove one of them"#),
  Mistake(
    #"\load rate=-1"#,
    #"2:12: error: 'rate' must be greater than 0, not '-1'"#,
    #"hint: write \load clients=N calls=N rate=R"#),
  Mistake(
    #"\load calls=0"#,
    #"2:13: error: 'calls' is 0, outside 1…1000000"#,
    #"hint: use a number from 1 to 1000000"#),
  Mistake(
    #"\load clients=1 ⏎ \load clients=2"#,
    #"3:1: error: '\load' is given twice"#,
    #"hint: first defined at line 2; remove one of them"#),
  Mistake(
    #"\explore clients=17"#,
    #"2:18: error: 'clients' is 17, outside 1…16"#,
    #"hint: use a number from 1 to 16"#),
  Mistake(
    #"\explore crashes=-1"#,
    #"2:18: error: 'crashes' is -1, outside 0…16"#,
    #"hint: use a number from 0 to 16"#),
  Mistake(
    #"\explore stok=1"#,
    #"2:10: error: there is no parameter 'stok'"#,
    #"hint: declare it with '\param stok VALUE'"#),
  Mistake(
    #"\explore role=worker"#,
    #"2:15: error: no variant has a role 'worker'"#,
    #"hint: one of client"#),
  Mistake(
    #"\explore x='a"#,
    #"2:10: error: there is no parameter 'x'"#,
    #"hint: declare it with '\param x VALUE'"#,
    #"2:12: error: this string is not closed"#,
    #"hint: end it with a single quote on the same line"#),
  Mistake(
    #"\sweep"#,
    #"2:7: error: '\sweep' requires the name of a variable"#,
    #"hint: write \sweep NAME v1, v2, …"#),
  Mistake(
    #"\sweep clients"#,
    #"2:15: error: expected a value"#,
    #"hint: write \sweep NAME v1, v2, …"#),
  Mistake(
    #"\sweep clients 2, none"#,
    #"2:19: error: 'clients' must be a whole number, not 'none'"#,
    #"hint: write \sweep NAME v1, v2, …"#),
  Mistake(
    #"\sweep stok 1, 2"#,
    #"2:8: error: there is no parameter 'stok'"#,
    #"hint: declare it with '\param stok VALUE'"#),
  Mistake(
    #"\sweep clients 1 ⏎ \sweep clients 2"#,
    #"3:8: error: 'clients' is swept twice"#,
    #"hint: put all its values into one '\sweep'"#),
  Mistake(
    #"\profile"#,
    #"2:9: error: '\profile' requires the name of a profile"#,
    #"hint: write \profile NAME param=value clients=N calls=N"#),
  Mistake(
    #"\profile staging itms=2"#,
    #"2:18: error: there is no parameter 'itms'"#,
    #"hint: declare it with '\param itms VALUE'"#),
  Mistake(
    #"\profile a clients=2 ⏎ \profile a clients=3"#,
    #"3:10: error: profile 'a' is already defined"#,
    #"hint: choose another name"#),
]

@Test("A mistake in the header is reported once, where it is", arguments: headerMistakes)
func headerMistake(mistake: Mistake) {
  #expect(reportWithHints(Sample.withHeader(mistake.text)) == mistake.reported)
}
