import Testing

@testable import ContendLanguage

/// Blocks in a body, from line 3 on, and what is reported about them.
private let blockMistakes: [Mistake] = [
  Mistake(
    #"\if"#,
    #"3:1: error: '\if' is not closed before the end of its section"#,
    #"hint: close it with '\endif'"#,
    #"3:4: error: '\if' requires a condition"#,
    #"hint: write \if EXPR … \elif EXPR … \else … \endif"#),
  Mistake(
    #"\if TRUE"#,
    #"3:1: error: '\if' is not closed before the end of its section"#,
    #"hint: close it with '\endif'"#),
  Mistake(
    #"\if TRUE ⏎ SELECT 1; ⏎ \else ⏎ SELECT 2; ⏎ \elif TRUE ⏎ \endif"#,
    #"7:1: error: '\elif' cannot stand here"#,
    #"hint: the '\if' at line 3 has had its last part; close it with '\endif'"#),
  Mistake(
    #"\if TRUE ⏎ \else ⏎ \else ⏎ \endif"#,
    #"5:1: error: '\else' cannot stand here"#,
    #"hint: the '\if' at line 3 has had its last part; close it with '\endif'"#),
  Mistake(
    #"\endif"#,
    #"3:1: error: '\endif' without '\if'"#,
    #"hint: open the block with '\if'"#),
  Mistake(
    #"\else"#,
    #"3:1: error: '\else' without '\if'"#,
    #"hint: open the block with '\if'"#),
  Mistake(
    #"\elif TRUE"#,
    #"3:1: error: '\elif' without '\if'"#,
    #"hint: open the block with '\if'"#),
  Mistake(
    #"\for"#,
    #"3:1: error: '\for' is not closed before the end of its section"#,
    #"hint: close it with '\endfor'"#,
    #"3:5: error: '\for' requires the name of a variable"#,
    #"hint: write \for NAME in LIST … \endfor"#),
  Mistake(
    #"\for x"#,
    #"3:1: error: '\for' is not closed before the end of its section"#,
    #"hint: close it with '\endfor'"#,
    #"3:7: error: expected 'in'"#,
    #"hint: write \for NAME in LIST … \endfor"#),
  Mistake(
    #"\for x of [1] ⏎ \endfor"#,
    #"3:7: error: expected 'in'"#,
    #"hint: write \for NAME in LIST … \endfor"#),
  Mistake(
    #"\for x in ⏎ \endfor"#,
    #"3:10: error: '\for' requires a list"#,
    #"hint: write \for NAME in LIST … \endfor"#),
  Mistake(
    #"\for x in [1]"#,
    #"3:1: error: '\for' is not closed before the end of its section"#,
    #"hint: close it with '\endfor'"#),
  Mistake(
    #"\endfor"#,
    #"3:1: error: '\endfor' without '\for'"#,
    #"hint: open the block with '\for'"#),
  Mistake(
    #"\while TRUE ⏎ \endwhile"#,
    #"3:12: error: expected 'max N' after the condition of '\while'"#,
    #"hint: write \while EXPR max N … \endwhile"#),
  Mistake(
    #"\while TRUE max 0 ⏎ \endwhile"#,
    #"3:17: error: 'max' is a whole number from 1"#,
    #"hint: write \while EXPR max N … \endwhile"#),
  Mistake(
    #"\while TRUE max 3"#,
    #"3:1: error: '\while' is not closed before the end of its section"#,
    #"hint: close it with '\endwhile'"#),
  Mistake(
    #"\endwhile"#,
    #"3:1: error: '\endwhile' without '\while'"#,
    #"hint: open the block with '\while'"#),
  Mistake(
    #"\try ⏎ \catch ⏎ \endtry"#,
    #"3:5: error: expected an SQLSTATE"#,
    #"hint: write \try SQLSTATE,… … \catch … \endtry"#),
  Mistake(
    #"\try 2350 ⏎ \catch ⏎ \endtry"#,
    #"3:6: error: '2350' is not an SQLSTATE"#,
    #"hint: an SQLSTATE has five digits or capitals, such as 40001; its first two name the class"#),
  Mistake(
    #"\try unique_violation ⏎ \catch ⏎ \endtry"#,
    #"3:6: error: 'unique_violation' is not an SQLSTATE"#,
    #"hint: unique_violation is SQLSTATE 23505"#),
  Mistake(
    #"\try 40p01 ⏎ \catch ⏎ \endtry"#,
    #"3:6: error: '40p01' is not an SQLSTATE"#,
    #"hint: SQLSTATEs are in capitals: 40P01"#),
  Mistake(
    #"\try 23505 ⏎ SELECT 1; ⏎ \endtry"#,
    #"3:1: error: '\try' has no '\catch'"#,
    #"hint: put '\catch' before '\endtry', and after it what the client does on these errors"#),
  Mistake(
    #"\try 23505"#,
    #"3:1: error: '\try' is not closed before the end of its section"#,
    #"hint: close it with '\endtry'"#),
  Mistake(
    #"\catch"#,
    #"3:1: error: '\catch' without '\try'"#,
    #"hint: open the block with '\try'"#),
  Mistake(
    #"\try 23505 ⏎ \catch ⏎ \catch ⏎ \endtry"#,
    #"5:1: error: '\catch' cannot stand here"#,
    #"hint: the '\try' at line 3 has had its last part; close it with '\endtry'"#),
  Mistake(
    #"\endtry"#,
    #"3:1: error: '\endtry' without '\try'"#,
    #"hint: open the block with '\try'"#),
  Mistake(
    #"\retry 40001 max 3"#,
    #"3:7: error: expected 'on' and SQLSTATEs after '\retry'"#,
    #"hint: write \retry on SQLSTATE,… max N [backoff 1ms..20ms] … \endretry"#),
  Mistake(
    #"\retry on 40001"#,
    #"3:1: error: '\retry' requires 'max'"#,
    #"hint: write \retry on SQLSTATE,… max N [backoff 1ms..20ms] … \endretry"#),
  Mistake(
    #"\retry on 40001 max 0"#,
    #"3:21: error: 'max' is 0, outside 1…1000000"#,
    #"hint: use a number from 1 to 1000000"#),
  Mistake(
    #"\retry on 40001 max 3 backoff 5ms..1ms"#,
    #"3:31: error: the back-off ends before it begins"#,
    #"hint: write the shorter one first"#),
  Mistake(
    #"\retry on 40001 max 3 backoff soon"#,
    #"3:31: error: 'soon' is not a range of durations"#,
    #"hint: write it like 1ms..20ms"#),
  Mistake(
    #"\retry on 40001 max 3 often"#,
    #"3:23: error: unexpected 'often' in '\retry'"#,
    #"hint: write \retry on SQLSTATE,… max N [backoff 1ms..20ms] … \endretry"#),
  Mistake(
    #"\endretry"#,
    #"3:1: error: '\endretry' without '\retry'"#,
    #"hint: open the block with '\retry'"#),
  Mistake(
    #"\if TRUE ⏎ \retry on 40001 max 2 ⏎ SELECT 1; ⏎ \endif"#,
    #"4:1: error: '\retry' is not closed before '\endif'"#,
    #"hint: close it with '\endretry'"#),
]

@Test("A mistake in a block is reported once, where it is", arguments: blockMistakes)
func blockMistake(mistake: Mistake) {
  #expect(reportWithHints(Sample.withBody(mistake.text)) == mistake.reported)
}
