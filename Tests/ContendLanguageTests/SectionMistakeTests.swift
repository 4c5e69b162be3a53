import Testing

@testable import ContendLanguage

/// Sections after the buggy variant, from line 4 on, and what is reported about them.
private let sectionMistakes: [Mistake] = [
  Mistake(
    #"\variant"#,
    #"4:9: error: '\variant' is 'before' or 'buggy'"#,
    #"hint: write \variant before|buggy "title""#),
  Mistake(
    #"\variant after"#,
    #"4:10: error: 'after' is no variant"#,
    #"hint: a variant is 'before' or 'buggy'; a candidate fix is '\fix after'"#),
  Mistake(
    #"\variant bugy"#,
    #"4:10: error: 'bugy' is no variant"#,
    #"hint: did you mean 'buggy'?"#),
  Mistake(
    #"\variant buggy ⏎ SELECT 2;"#,
    #"4:10: error: variant 'buggy' is already defined"#,
    #"hint: first defined at line 2; choose another name"#),
  Mistake(
    #"\variant before "x" y"#,
    #"4:21: error: unexpected 'y' after '\variant'"#,
    #"hint: write \variant before|buggy "title""#),
  Mistake(
    #"\fix"#,
    #"4:5: error: '\fix' requires a name"#,
    #"hint: write \fix NAME "title""#),
  Mistake(
    #"\fix buggy ⏎ SELECT 2;"#,
    #"4:6: error: a fix cannot be named 'buggy'"#,
    #"hint: choose another name"#),
  Mistake(
    #"\fix a ⏎ SELECT 2; ⏎ \fix a ⏎ SELECT 3;"#,
    #"6:6: error: fix 'a' is already defined"#,
    #"hint: first defined at line 4; choose another name"#),
  Mistake(
    #"\fix a "title ⏎ SELECT 2;"#,
    #"4:8: error: this quote is not closed"#),
  Mistake(
    #"\fix a ⏎ \expect fixed ⏎ SELECT 2;"#,
    #"5:9: error: 'fixed' is not a verdict"#,
    #"hint: did you mean 'eliminated'?"#),
  Mistake(
    #"\fix a ⏎ \expect ⏎ SELECT 2;"#,
    #"5:8: error: expected a verdict"#,
    #"hint: write \expect CLASS, in a fix \expect VERDICT [CLASS]"#),
  Mistake(
    #"\fix a ⏎ SELECT :have; ⏎ \fix b ⏎ SELECT 3 AS have \gset"#,
    #"5:8: error: ':have' is set only in fix 'b', not in fix 'a'"#,
    #"hint: a value that all of them need is a '\param'; what a call has found out is its own"#),
  Mistake(
    #"\fix a ⏎ SELECT 1 AS have; ⏎ SELECT :have; ⏎ \fix b ⏎ SELECT 3 AS have \gset"#,
    #"6:8: error: ':have' is set only in fix 'b', not in fix 'a'"#,
    #"hint: end the statement of line 5 with '\gset' instead of ';' to keep it"#),
  Mistake(
    #"\fix a ⏎ SELECT 1 AS had WHERE :had = 1;"#,
    #"5:23: error: unknown variable ':had'"#,
    #"hint: set it with '\param', '\draw', '\set' or '\gset'"#),
  Mistake(
    #"\fix a ⏎ SELECT 1 AS had; ⏎ SELECT :had;"#,
    #"6:8: error: unknown variable ':had'"#,
    #"hint: end the statement of line 5 with '\gset' instead of ';' to keep it"#),
  Mistake(
    #"\invariant"#,
    #"4:11: error: '\invariant' requires a name"#,
    #"hint: write \invariant NAME "title""#),
  Mistake(
    #"\invariant a"#,
    #"4:1: error: invariant 'a' has no query"#,
    #"hint: write a query that returns the violating rows"#),
  Mistake(
    #"\invariant a ⏎ SELECT 1; ⏎ SELECT 2;"#,
    #"6:1: error: an invariant is exactly one query"#,
    #"hint: first defined at line 5; make this an '\invariant' of its own"#),
  Mistake(
    #"\invariant a ⏎ SELECT 1; ⏎ \invariant a ⏎ SELECT 1;"#,
    #"6:12: error: invariant 'a' is already defined"#,
    #"hint: first defined at line 4; choose another name"#),
  Mistake(
    #"\invariant a ⏎ DELETE FROM t;"#,
    #"5:1: error: an invariant is a query that returns the violating rows"#,
    #"hint: begin it with SELECT, WITH, VALUES or TABLE"#),
  Mistake(
    #"\invariant a ⏎ SELECT 1 \gset"#,
    #"5:10: error: '\gset' cannot stand in an '\invariant' section"#,
    #"hint: it belongs in the body of a '\variant' or '\fix'; end this statement with ';'"#),
  Mistake(
    #"\invariant a ⏎ \set x 1"#,
    #"5:1: error: '\set' cannot stand in an '\invariant' section"#,
    #"hint: it belongs in the body of a '\variant' or '\fix', or in '\finally'"#),
  Mistake(
    #"\invariant a ⏎ SELECT :client;"#,
    #"5:8: error: ':client' has no value in invariant 'a'"#,
    #"hint: it belongs to a call; read it from 'calls'"#),
  Mistake(
    #"\setup ⏎ CREATE TABLE calls (id int);"#,
    #"5:14: error: a table of a scenario cannot be named 'calls'"#,
    #"hint: 'calls' is what invariants read the outcomes of calls from; choose another name"#),
  Mistake(
    #"\setup ⏎ CREATE TABLE IF NOT EXISTS public."calls" (id int);"#,
    #"5:35: error: a table of a scenario cannot be named 'calls'"#,
    #"hint: 'calls' is what invariants read the outcomes of calls from; choose another name"#),
  Mistake(
    #"\setup ⏎ SELECT 1 AS x \gset"#,
    #"5:15: error: '\gset' cannot stand in '\setup'"#,
    #"hint: it belongs in the body of a '\variant' or '\fix'; end this statement with ';'"#),
  Mistake(
    #"\setup ⏎ \if TRUE ⏎ SELECT 1; ⏎ \else ⏎ \endif"#,
    #"5:1: error: '\if' cannot stand in '\setup'"#,
    #"hint: it belongs in the body of a '\variant' or '\fix', or in '\finally'"#),
  Mistake(
    #"\setup ⏎ SELECT :nobody;"#,
    #"5:8: error: unknown variable ':nobody'"#,
    #"hint: set it with '\param', '\draw', '\set' or '\gset'"#),
  Mistake(
    #"\setup ⏎ \param x 1"#,
    #"5:1: error: '\param' cannot stand in '\setup'"#,
    #"hint: it belongs in the header, before the first section"#),
  Mistake(
    #"\setup ⏎ \setup"#,
    #"5:1: error: '\setup' is given twice"#,
    #"hint: first defined at line 4; remove one of them"#),
  Mistake(
    #"\setup ⏎ \include"#,
    #"5:9: error: '\include' requires the name of a file"#,
    #"hint: write \include FILE"#),
  Mistake(
    #"\setup ⏎ \include /etc/passwd"#,
    #"5:10: error: '/etc/passwd' is outside the scenario's folder"#,
    #"hint: give a path below the folder of this file, without '..'"#),
  Mistake(
    #"\setup ⏎ \include ../a.sql"#,
    #"5:10: error: '../a.sql' is outside the scenario's folder"#,
    #"hint: give a path below the folder of this file, without '..'"#),
  Mistake(
    #"\setup ⏎ \include a/../../b.sql"#,
    #"5:10: error: 'a/../../b.sql' is outside the scenario's folder"#,
    #"hint: give a path below the folder of this file, without '..'"#),
  Mistake(
    #"\setup ⏎ \include missing.sql"#,
    #"5:10: error: 'missing.sql' cannot be read: no such file"#,
    #"hint: the path is relative to this file"#),
  Mistake(
    #"\setup ⏎ \include directive.sql"#,
    #"directive.sql 2:1: error: '\set' cannot stand in an included file"#,
    #"hint: an included file holds SQL only"#),
  Mistake(
    #"\setup ⏎ \include mistake.sql"#,
    #"mistake.sql 2:8: error: this string is not closed"#),
  Mistake(
    #"\setup ⏎ \include a/"#,
    #"5:10: error: 'a/' is outside the scenario's folder"#,
    #"hint: give a path below the folder of this file, without '..'"#),
  Mistake(
    #"\setup ⏎ \include ''"#,
    #"5:10: error: '' is outside the scenario's folder"#,
    #"hint: give a path below the folder of this file, without '..'"#),
  Mistake(
    #"\variant buggy "a" ⏎ \role a ⏎ SELECT 1;"#,
    #"4:10: error: variant 'buggy' is already defined"#,
    #"hint: first defined at line 2; choose another name"#),
  Mistake(
    #"\before"#,
    #"4:1: error: unknown directive '\before'"#),
  Mistake(
    #"\invarient a"#,
    #"4:1: error: unknown directive '\invarient'"#,
    #"hint: did you mean '\invariant'?"#),
  Mistake(
    #"\endfinally"#,
    #"4:1: error: '\endfinally' without '\finally'"#,
    #"hint: open the block with '\finally'"#),
  Mistake(
    #"\endmigration"#,
    #"4:1: error: '\endmigration' without '\migration'"#,
    #"hint: open the block with '\migration'"#),
  Mistake(
    #"\invariant a ⏎ SELECT 1; ⏎ \finally ⏎ SELECT :client; ⏎ \endfinally"#,
    #"7:8: error: ':client' has no value in '\finally'"#,
    #"hint: it belongs to a call; read it from 'calls'"#),
  Mistake(
    #"\fix a ⏎ \role worker ⏎ SELECT 2; ⏎ \reject"#,
    #"7:8: error: '\reject' requires a reason"#,
    #"hint: write \reject REASON"#),
]

@Test("A mistake in a section is reported once, where it is", arguments: sectionMistakes)
func sectionMistake(mistake: Mistake) {
  #expect(reportWithHints(Sample.withSection(mistake.text)) == mistake.reported)
}
