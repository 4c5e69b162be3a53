import Testing

@testable import ContendLanguage

/// Expressions in a body, at line 3, and what is reported about them.
private let expressionMistakes: [Mistake] = [
  Mistake(
    #"\set"#,
    #"3:5: error: '\set' requires the name of a variable"#,
    #"hint: write \set NAME EXPR"#),
  Mistake(
    #"\set x"#,
    #"3:7: error: '\set' requires an expression"#,
    #"hint: write \set NAME EXPR"#),
  Mistake(
    #"\set :x 1"#,
    #"3:6: error: the name of a variable to set stands without its ':'"#,
    #"hint: write \set NAME EXPR"#),
  Mistake(
    #"\set x = 1"#,
    #"3:8: error: '\set' does not use '='"#,
    #"hint: write \set NAME EXPR"#),
  Mistake(
    #"\set ROW_COUNT 1"#,
    #"3:6: error: ':ROW_COUNT' is built in and cannot be set"#,
    #"hint: choose another name"#),
  Mistake(
    #"\set x 1 +"#,
    #"3:11: error: expected a value after '+'"#),
  Mistake(
    #"\set x (1"#,
    #"3:10: error: ')' is expected here"#),
  Mistake(
    #"\set x 1)"#,
    #"3:9: error: unexpected ')' after '\set'"#,
    #"hint: write \set NAME EXPR"#),
  Mistake(
    #"\set x 'abc"#,
    #"3:8: error: this string is not closed"#,
    #"hint: end it with a single quote on the same line"#),
  Mistake(
    #"\set x foo"#,
    #"3:8: error: 'foo' is no value"#,
    #"hint: a variable is written ':foo', a string 'foo' in single quotes"#),
  Mistake(
    #"\set x "abc""#,
    #"3:8: error: a value is expected, not '"'"#),
  Mistake(
    #"\set x 1 < 2 < 3"#,
    #"3:14: error: comparisons cannot be chained"#,
    #"hint: join them with AND"#),
  Mistake(
    #"\set x CASE 1 WHEN 1 THEN 2 END"#,
    #"3:13: error: WHEN after CASE is expected, not '1'"#),
  Mistake(
    #"\set x 1 IS 3"#,
    #"3:13: error: NULL, TRUE or FALSE after IS is expected, not '3'"#),
  Mistake(
    #"\set x 5 BETWEEN 1 OR 2"#,
    #"3:20: error: AND after BETWEEN is expected, not 'OR'"#),
  Mistake(
    #"\set x [1, 2"#,
    #"3:13: error: ']' is expected here"#),
  Mistake(
    #"\set x :{?}"#,
    #"3:8: error: a value is expected, not ':'"#),
  Mistake(
    #"\set x :nobody"#,
    #"3:8: error: unknown variable ':nobody'"#,
    #"hint: set it with '\param', '\draw', '\set' or '\gset'"#),
  Mistake(
    #"\set x :{?nobody}"#,
    #"3:8: error: unknown variable ':nobody'"#,
    #"hint: set it with '\param', '\draw', '\set' or '\gset'"#),
  Mistake(
    #"\set x rand()"#,
    #"3:8: error: unknown function 'rand'"#),
  Mistake(
    #"\set x pick(1, 2"#,
    #"3:17: error: ')' is expected here"#),
  Mistake(
    #"\set x 1 IN ()"#,
    #"3:14: error: a value is expected, not ')'"#),
  Mistake(
    #"\set x CASE WHEN TRUE 1 END"#,
    #"3:23: error: THEN is expected, not '1'"#),
  Mistake(
    #"\set x CASE WHEN TRUE THEN 1"#,
    #"3:29: error: END of CASE is expected here"#),
  Mistake(
    #"\set x 9223372036854775808"#,
    #"3:8: error: the number does not fit"#,
    #"hint: whole numbers go from -9223372036854775808 to 9223372036854775807, decimals have at most 38 "#
      + #"digits"#),
  Mistake(
    #"\set x 1e999"#,
    #"3:8: error: the number does not fit"#,
    #"hint: whole numbers go from -9223372036854775808 to 9223372036854775807, decimals have at most 38 "#
      + #"digits"#),
]

@Test("A mistake in an expression is reported once, where it is", arguments: expressionMistakes)
func expressionMistake(mistake: Mistake) {
  #expect(reportWithHints(Sample.withBody(mistake.text)) == mistake.reported)
}
