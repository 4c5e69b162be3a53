import Testing

@testable import ContendLanguage

/// Statements and misplaced directives in a body, from line 3 on, and what is reported about them.
private let statementMistakes: [Mistake] = [
  Mistake(#"\bind 1"#, #"3:1: error: '\bind' must follow a statement"#),
  Mistake(#"SELECT 1; ⏎ \gset a b"#, #"4:9: error: unexpected 'b' after '\gset'"#),
  Mistake(#"SELECT $1;"#, #"3:8: error: this parameter has no value"#),
  Mistake(#"SELECT :client, $1;"#, #"3:17: error: this parameter has no value"#),
  Mistake(
    #"SELECT $1, :client \bind 1"#,
    #"3:12: error: a statement with '\bind' takes its values as $1, $2, …, not as variables"#),
  Mistake(#"SELECT $1, $2 \bind 1"#, #"3:1: error: the statement uses $2 but '\bind' gives 1 value(s)"#),
  Mistake(#"SELECT 1 \gset ⏎ \aset"#, #"4:1: error: '\aset' is one too many for this statement"#),
  Mistake(#"SELECT 1 \bind 1 \bind 2"#, #"3:18: error: '\bind' is one too many for this statement"#),
  Mistake(#"SELECT 1"#, #"3:1: error: the statement does not end before the end of the file"#),
  Mistake(#"SELECT 1 ⏎ \set x 1"#, #"3:1: error: the statement does not end before '\set'"#),
  Mistake(#"SELECT 'abc;"#, #"3:8: error: this string is not closed"#),
  Mistake(#"SELECT "abc;"#, #"3:8: error: this quoted identifier is not closed"#),
  Mistake(#"SELECT $$abc;"#, #"3:8: error: this dollar quote is not closed"#),
  Mistake(#"SELECT /* abc;"#, #"3:8: error: this comment is not closed"#),
  Mistake(#"SELECT 1 \gseet"#, #"3:10: error: unknown directive '\gseet'"#),
  Mistake(
    #"CREATE INDEX i ON t (a) WHERE a > :client;"#,
    #"3:35: error: PostgreSQL takes no parameter in this statement"#),
  Mistake(#"COPY t FROM STDIN; ⏎ 1,2 ⏎ \."#, #"3:1: error: COPY from or to the client is not supported"#),
  Mistake(#"COPY t TO STDOUT;"#, #"3:1: error: COPY from or to the client is not supported"#),
  Mistake(
    #"SELECT 1; ⏎ \migration ⏎ \endmigration ⏎ \endmigration"#,
    #"6:1: error: '\endmigration' without '\migration'"#),
  Mistake(#"\if TRUE ⏎ \deadline 5ms ⏎ \endif"#, #"4:1: error: '\deadline' cannot stand within '\if'"#),
  Mistake(
    #"\if TRUE ⏎ \finally ⏎ \endfinally ⏎ \endif"#,
    #"4:1: error: '\finally' cannot stand within '\if'"#),
  Mistake(#"\finally ⏎ SELECT 1;"#, #"3:1: error: '\finally' is not closed before the end of its section"#),
  Mistake(
    #"\migration ⏎ SELECT 1;"#,
    #"3:1: error: '\migration' is not closed before the end of its section"#),
  Mistake(#"\finally ⏎ \reject no ⏎ \endfinally"#, #"4:1: error: '\reject' cannot stand in '\finally'"#),
  Mistake(
    #"\migration ⏎ \if TRUE ⏎ \endif ⏎ \endmigration"#,
    #"4:1: error: '\if' cannot stand in '\migration'"#),
  Mistake(
    #"\migration ⏎ SELECT 1 \gset ⏎ \endmigration"#,
    #"4:10: error: '\gset' cannot stand in '\migration'"#),
  Mistake(#"\param x 1"#, #"3:1: error: '\param' cannot stand in a body"#),
  Mistake(#"\load clients=2"#, #"3:1: error: '\load' cannot stand in a body"#),
  Mistake(#"\never error"#, #"3:1: error: '\never' cannot stand in a body"#),
  Mistake(#"\expect eliminated"#, #"3:1: error: only a fix is judged"#),
  Mistake(#"\role"#, #"3:6: error: '\role' needs a name"#),
  Mistake(#"\role worker clients=0"#, #"3:22: error: 'clients' is 0, outside 1…10000"#),
  Mistake(#"\role worker client=2"#, #"3:14: error: '\role' has no option 'client'"#),
  Mistake(#"\role worker clients=2?"#, #"3:22: error: 'clients' is a whole number, not '2?'"#),
  Mistake(
    #"\role worker ⏎ SELECT 1; ⏎ \role worker ⏎ SELECT 2;"#,
    #"5:7: error: role 'worker' is there already"#),
  Mistake(#"SELECT 1; ⏎ \role worker ⏎ SELECT 2;"#, #"3:1: error: this belongs to no role"#),
  Mistake(#"\include a.sql"#, #"3:1: error: '\include' cannot stand in a body"#),
]

@Test("A mistake in a statement or its place is reported where it is", arguments: statementMistakes)
func bodyStatementMistake(mistake: Mistake) {
  #expect(report(Sample.withBody(mistake.text), including: includedFiles) == mistake.reported)
}
