import Testing

@testable import ContendLanguage

/// Statements and misplaced directives in a body, from line 3 on.
private let statementMistakes: [Mistake] = [
  Mistake(
    #"\bind 1"#,
    #"3:1: error: '\bind' must follow a statement"#,
    #"hint: write SELECT … $1 \bind :value"#),
  Mistake(
    #"SELECT 1; ⏎ \gset a b"#,
    #"4:9: error: unexpected 'b' after '\gset'"#,
    #"hint: write SELECT … \gset [prefix]"#),
  Mistake(
    #"SELECT $1;"#,
    #"3:8: error: this parameter has no value"#,
    #"hint: give it one with '\bind', or write ':name'"#),
  Mistake(
    #"SELECT :client, $1;"#,
    #"3:17: error: this parameter has no value"#,
    #"hint: give it one with '\bind', or write ':name'"#),
  Mistake(
    #"SELECT $1, :client \bind 1"#,
    #"3:12: error: a statement with '\bind' takes its values as $1, $2, …, not as variables"#,
    #"hint: write $n here and the variable after '\bind', or leave '\bind' out"#),
  Mistake(
    #"SELECT $1, $2 \bind 1"#,
    #"3:1: error: the statement uses $2 but '\bind' gives 1 value(s)"#,
    #"hint: give a value for each of $1…$2"#),
  Mistake(
    #"SELECT 1 \gset ⏎ \aset"#,
    #"4:1: error: '\aset' is one too many for this statement"#,
    #"hint: a statement takes one '\bind' and one of '\gset' and '\aset'"#),
  Mistake(
    #"SELECT 1 \bind 1 \bind 2"#,
    #"3:18: error: '\bind' is one too many for this statement"#,
    #"hint: a statement takes one '\bind' and one of '\gset' and '\aset'"#),
  Mistake(
    #"SELECT 1"#,
    #"3:1: error: the statement does not end before the end of the file"#,
    #"hint: end it with ';', or with '\gset' to keep its row"#),
  Mistake(
    #"SELECT 1 ⏎ \set x 1"#,
    #"3:1: error: the statement does not end before '\set'"#,
    #"hint: end it with ';', or with '\gset' to keep its row"#),
  Mistake(
    #"SELECT 'abc;"#,
    #"3:8: error: this string is not closed"#),
  Mistake(
    #"SELECT "abc;"#,
    #"3:8: error: this quoted identifier is not closed"#),
  Mistake(
    #"SELECT $$abc;"#,
    #"3:8: error: this dollar quote is not closed"#),
  Mistake(
    #"SELECT /* abc;"#,
    #"3:8: error: this comment is not closed"#),
  Mistake(
    #"SELECT 1 \gseet"#,
    #"3:10: error: unknown directive '\gseet'"#,
    #"hint: did you mean '\gset'?"#),
  Mistake(
    #"CREATE INDEX i ON t (a) WHERE a > :client;"#,
    #"3:35: error: PostgreSQL takes no parameter in this statement"#,
    #"hint: write :'client' for a quoted literal or :"client" for a quoted identifier"#),
  Mistake(
    #"BEGIN ⏎ SELECT 1;"#,
    #"4:1: error: a statement begins within another one"#,
    #"hint: end the one before it with ';'"#),
  Mistake(
    #"COPY t FROM STDIN; ⏎ 1,2 ⏎ \."#,
    #"3:1: error: COPY from or to the client is not supported"#,
    #"hint: insert the rows with INSERT, or COPY between the server's own files and tables"#),
  Mistake(
    #"COPY t TO STDOUT;"#,
    #"3:1: error: COPY from or to the client is not supported"#,
    #"hint: insert the rows with INSERT, or COPY between the server's own files and tables"#),
  Mistake(
    #"SELECT 1; ⏎ \migration ⏎ \endmigration ⏎ \endmigration"#,
    #"6:1: error: '\endmigration' without '\migration'"#,
    #"hint: open the block with '\migration'"#),
  Mistake(
    #"\if TRUE ⏎ \deadline 5ms ⏎ \endif"#,
    #"4:1: error: '\deadline' cannot stand within '\if'"#,
    #"hint: put it at the beginning of the variant, or in a '\try', whose body it then bounds"#),
  Mistake(
    #"\try timeout ⏎ \deadline 5ms total ⏎ SELECT 1; ⏎ \catch ⏎ \endtry"#,
    #"4:15: error: within '\try' a deadline bounds its body, and cannot be 'total'"#,
    #"hint: leave 'total' out, or put the deadline at the beginning of the variant"#),
  Mistake(
    #"\try timeout ⏎ \deadline 5ms ⏎ \deadline 6ms ⏎ SELECT 1; ⏎ \catch ⏎ \endtry"#,
    #"5:1: error: '\deadline' is given twice"#,
    #"hint: first defined at line 4; remove one of them"#),
  Mistake(
    #"\role a ⏎ \atomic none ⏎ SELECT 1;"#,
    #"4:9: error: 'none' is for all roles of a variant, not for one of them"#,
    #"hint: say it before the first '\role', or 'operation' or 'transaction' here"#),
  Mistake(
    #"\atomic transaction ⏎ \atomic none ⏎ SELECT 1;"#,
    #"4:1: error: '\atomic' is given twice"#,
    #"hint: first defined at line 3; remove one of them"#),
  Mistake(
    #"\disconnect audit ⏎ SELECT 1;"#,
    #"3:1: error: there is no connection 'audit'"#,
    #"hint: take it with '\acquire audit' first"#),
  Mistake(
    #"\if TRUE ⏎ \finally ⏎ \endfinally ⏎ \endif"#,
    #"4:1: error: '\finally' cannot stand within '\if'"#,
    #"hint: put it at the beginning of the variant"#),
  Mistake(
    #"\finally ⏎ SELECT 1;"#,
    #"3:1: error: '\finally' is not closed before the end of its section"#,
    #"hint: close it with '\endfinally'"#),
  Mistake(
    #"\migration ⏎ SELECT 1;"#,
    #"3:1: error: '\migration' is not closed before the end of its section"#,
    #"hint: close it with '\endmigration'"#),
  Mistake(
    #"\finally ⏎ \reject no ⏎ \endfinally"#,
    #"4:1: error: '\reject' cannot stand in '\finally'"#,
    #"hint: it belongs in the body of a '\variant' or '\fix'"#),
  Mistake(
    #"\migration ⏎ \if TRUE ⏎ \endif ⏎ \endmigration"#,
    #"4:1: error: '\if' cannot stand in '\migration'"#,
    #"hint: it belongs in the body of a '\variant' or '\fix', or in '\finally'"#),
  Mistake(
    #"\migration ⏎ SELECT 1 \gset ⏎ \endmigration"#,
    #"4:10: error: '\gset' cannot stand in '\migration'"#,
    #"hint: it belongs in the body of a '\variant' or '\fix'; end this statement with ';'"#),
  Mistake(
    #"\param x 1"#,
    #"3:1: error: '\param' cannot stand in a body"#,
    #"hint: it belongs in the header, before the first section"#),
  Mistake(
    #"\load clients=2"#,
    #"3:1: error: '\load' cannot stand in a body"#,
    #"hint: it belongs in the header, before the first section"#),
  Mistake(
    #"\never error"#,
    #"3:1: error: '\never' cannot stand in a body"#,
    #"hint: it belongs in the header, before the first section, or in an '\invariant' section"#),
  Mistake(
    #"\expect eliminated"#,
    #"3:1: error: only a fix is judged"#,
    #"hint: the class of the bug is expected in the header"#),
  Mistake(
    #"\role"#,
    #"3:6: error: '\role' requires a name"#,
    #"hint: write \role NAME [clients=N]"#),
  Mistake(
    #"\role worker clients=0"#,
    #"3:22: error: 'clients' is 0, outside 1…10000"#,
    #"hint: use a number from 1 to 10000"#),
  Mistake(
    #"\role worker client=2"#,
    #"3:14: error: '\role' has no option 'client'"#,
    #"hint: did you mean 'clients'?"#),
  Mistake(
    #"\role worker clients=2?"#,
    #"3:22: error: 'clients' must be a whole number, not '2?'"#,
    #"hint: write \role NAME [clients=N]"#),
  Mistake(
    #"\role worker ⏎ SELECT 1; ⏎ \role worker ⏎ SELECT 2;"#,
    #"5:7: error: role 'worker' is already defined"#,
    #"hint: choose another name"#),
  Mistake(
    #"SELECT 1; ⏎ \role worker ⏎ SELECT 2;"#,
    #"3:1: error: this belongs to no role"#,
    #"hint: the variant has roles; put it after '\role worker' or another one"#),
  Mistake(
    #"\include a.sql"#,
    #"3:10: error: 'a.sql' cannot be read: no such file"#,
    #"hint: the path is relative to this file"#),
  Mistake(
    #"\isolation SERIALIZABLE ⏎ \isolation SERIALIZABLE"#,
    #"4:1: error: '\isolation' is given twice"#,
    #"hint: first defined at line 3; remove one of them"#),
  Mistake(
    #"\if TRUE ⏎ \for x in [1] ⏎ SELECT :x; ⏎ \endif"#,
    #"4:1: error: '\for' is not closed before '\endif'"#,
    #"hint: close it with '\endfor'"#),
  Mistake(
    #"\while TRUE max 2 ⏎ \if TRUE ⏎ \endwhile"#,
    #"4:1: error: '\if' is not closed before '\endwhile'"#,
    #"hint: close it with '\endif'"#),
  Mistake(
    #"SELECT :clinet;"#,
    #"3:8: error: unknown variable ':clinet'"#,
    #"hint: did you mean ':client'?"#),
  Mistake(
    #"NOTIFY c, :client;"#,
    #"3:11: error: PostgreSQL takes no parameter in this statement"#,
    #"hint: write :'client' for a quoted literal or :"client" for a quoted identifier"#),
  Mistake(
    #"SET lock_timeout = :client;"#,
    #"3:20: error: PostgreSQL takes no parameter in this statement"#,
    #"hint: write :'client' for a quoted literal or :"client" for a quoted identifier"#),
  Mistake(
    #"SELECT 1 \bind :nobody"#,
    #"3:16: error: unknown variable ':nobody'"#,
    #"hint: set it with '\param', '\draw', '\set' or '\gset'"#),
  Mistake(
    #"\finally ⏎ \endfinally ⏎ \finally ⏎ \endfinally"#,
    #"5:1: error: '\finally' is given twice"#,
    #"hint: first defined at line 3; remove one of them"#),
  Mistake(
    #"\migration ⏎ CREATE TABLE calls (a int); ⏎ \endmigration"#,
    #"4:14: error: a table of a scenario cannot be named 'calls'"#,
    #"hint: 'calls' is what invariants read the outcomes of calls from; choose another name"#),
]

@Test("A mistake in a statement or its place is reported once, where it is", arguments: statementMistakes)
func statementMistake(mistake: Mistake) {
  #expect(reportWithHints(Sample.withBody(mistake.text)) == mistake.reported)
}
