import Testing

@testable import ContendLanguage

/// Sections after the buggy variant, from line 4 on, and what is reported about them.
private let sectionMistakes: [Mistake] = [
  Mistake(#"\variant"#, #"4:9: error: '\variant' is 'before' or 'buggy'"#),
  Mistake(#"\variant after"#, #"4:10: error: 'after' is no variant"#),
  Mistake(#"\variant bugy"#, #"4:10: error: 'bugy' is no variant"#),
  Mistake(#"\variant buggy ⏎ SELECT 2;"#, #"4:10: error: variant 'buggy' is there already"#),
  Mistake(#"\variant before "x" y"#, #"4:21: error: unexpected 'y' after '\variant'"#),
  Mistake(#"\fix"#, #"4:5: error: '\fix' needs a name"#),
  Mistake(#"\fix buggy ⏎ SELECT 2;"#, #"4:6: error: a fix cannot be named 'buggy'"#),
  Mistake(#"\fix a ⏎ SELECT 2; ⏎ \fix a ⏎ SELECT 3;"#, #"6:6: error: fix 'a' is there already"#),
  Mistake(#"\fix a "title ⏎ SELECT 2;"#, #"4:8: error: this quote is not closed"#),
  Mistake(#"\fix a ⏎ \expect fixed ⏎ SELECT 2;"#, #"5:9: error: 'fixed' is no verdict"#),
  Mistake(#"\fix a ⏎ \expect ⏎ SELECT 2;"#, #"5:8: error: a verdict is expected"#),
  Mistake(
    #"\fix a ⏎ SELECT :have; ⏎ \fix b ⏎ SELECT 3 AS have \gset"#,
    #"5:8: error: ':have' is set only in fix 'b', not in fix 'a'"#),
  Mistake(#"\invariant"#, #"4:11: error: '\invariant' needs a name"#),
  Mistake(#"\invariant a"#, #"4:1: error: invariant 'a' has no query"#),
  Mistake(#"\invariant a ⏎ SELECT 1; ⏎ SELECT 2;"#, #"6:1: error: an invariant is exactly one query"#),
  Mistake(
    #"\invariant a ⏎ SELECT 1; ⏎ \invariant a ⏎ SELECT 1;"#,
    #"6:12: error: invariant 'a' is there already"#),
  Mistake(
    #"\invariant a ⏎ DELETE FROM t;"#,
    #"5:1: error: an invariant is a query that returns the violating rows"#),
  Mistake(
    #"\invariant a ⏎ SELECT 1 \gset"#,
    #"5:10: error: '\gset' cannot stand in an '\invariant' section"#),
  Mistake(#"\invariant a ⏎ \set x 1"#, #"5:1: error: '\set' cannot stand in an '\invariant' section"#),
  Mistake(#"\invariant a ⏎ SELECT :client;"#, #"5:8: error: ':client' has no value in invariant 'a'"#),
  Mistake(
    #"\setup ⏎ CREATE TABLE calls (id int);"#,
    #"5:14: error: a table of a scenario cannot be named 'calls'"#),
  Mistake(
    #"\setup ⏎ CREATE TABLE IF NOT EXISTS public."calls" (id int);"#,
    #"5:35: error: a table of a scenario cannot be named 'calls'"#),
  Mistake(#"\setup ⏎ SELECT 1 AS x \gset"#, #"5:15: error: '\gset' cannot stand in '\setup'"#),
  Mistake(#"\setup ⏎ \if TRUE ⏎ SELECT 1; ⏎ \else ⏎ \endif"#, #"5:1: error: '\if' cannot stand in '\setup'"#),
  Mistake(#"\setup ⏎ SELECT :nobody;"#, #"5:8: error: unknown variable ':nobody'"#),
  Mistake(#"\setup ⏎ \param x 1"#, #"5:1: error: '\param' cannot stand in '\setup'"#),
  Mistake(#"\setup ⏎ \setup"#, #"5:1: error: '\setup' is given twice"#),
  Mistake(#"\setup ⏎ \include"#, #"5:9: error: '\include' needs the name of a file"#),
  Mistake(#"\setup ⏎ \include /etc/passwd"#, #"5:10: error: '/etc/passwd' is outside the scenario's folder"#),
  Mistake(#"\setup ⏎ \include ../a.sql"#, #"5:10: error: '../a.sql' is outside the scenario's folder"#),
  Mistake(
    #"\setup ⏎ \include a/../../b.sql"#,
    #"5:10: error: 'a/../../b.sql' is outside the scenario's folder"#),
  Mistake(#"\setup ⏎ \include missing.sql"#, #"5:10: error: 'missing.sql' cannot be read: no such file"#),
  Mistake(
    #"\setup ⏎ \include directive.sql"#,
    #"directive.sql 2:1: error: '\set' cannot stand in an included file"#),
  Mistake(#"\setup ⏎ \include mistake.sql"#, #"mistake.sql 2:8: error: this string is not closed"#),
  Mistake(#"\endfinally"#, #"4:1: error: '\endfinally' without '\finally'"#),
  Mistake(#"\endmigration"#, #"4:1: error: '\endmigration' without '\migration'"#),
  Mistake(
    #"\invariant a ⏎ SELECT 1; ⏎ \finally ⏎ SELECT :client; ⏎ \endfinally"#,
    #"7:8: error: ':client' has no value in '\finally'"#),
  Mistake(#"\fix a ⏎ \role worker ⏎ SELECT 2; ⏎ \reject"#, #"7:8: error: '\reject' needs a reason"#),
]

@Test("A mistake in a section is reported once, where it is", arguments: sectionMistakes)
func sectionMistake(mistake: Mistake) {
  #expect(report(Sample.withSection(mistake.text), including: includedFiles) == mistake.reported)
}
