import Testing

@testable import ContendLanguage

/// Conditions, judging and misplaced directives in the header, from line 2 on.
private let conditionMistakes: [Mistake] = [
  Mistake(
    #"\pool"#,
    #"2:1: error: '\pool' requires 'size='"#,
    #"hint: write \pool size=N acquire_timeout=2s"#),
  Mistake(
    #"\pool size=0"#,
    #"2:12: error: 'size' is 0, outside 1…10000"#,
    #"hint: use a number from 1 to 10000"#),
  Mistake(
    #"\pool size=1 acquire_timeout=fast"#,
    #"2:30: error: 'fast' is not a duration"#,
    #"hint: write a number and us, ms, s or min, such as 150ms"#),
  Mistake(
    #"\pool sise=1"#,
    #"2:7: error: '\pool' has no option 'sise'"#,
    #"hint: did you mean 'size'?"#),
  Mistake(
    #"\net"#,
    #"2:1: error: '\net' requires 'rtt='"#,
    #"hint: write \net rtt=2ms"#),
  Mistake(
    #"\net rtt=2"#,
    #"2:10: error: '2' is not a duration"#,
    #"hint: write a number and us, ms, s or min, such as 150ms"#),
  Mistake(
    #"\net delay=1ms"#,
    #"2:6: error: '\net' has no option 'delay'"#,
    #"hint: one of rtt"#),
  Mistake(
    #"\deadline"#,
    #"2:10: error: expected a duration for '\deadline'"#,
    #"hint: write \deadline 150ms [total]"#),
  Mistake(
    #"\deadline 5"#,
    #"2:11: error: '5' is not a duration"#,
    #"hint: write a number and us, ms, s or min, such as 150ms"#),
  Mistake(
    #"\deadline 0ms"#,
    #"2:1: error: a deadline must be longer than zero"#,
    #"hint: write \deadline 150ms [total]"#),
  Mistake(
    #"\deadline 2s all"#,
    #"2:14: error: unexpected 'all' after '\deadline'"#,
    #"hint: write \deadline 150ms [total]"#),
  Mistake(
    #"\isolation"#,
    #"2:11: error: an isolation level is expected"#,
    #"hint: one of READ COMMITTED, REPEATABLE READ, SERIALIZABLE"#),
  Mistake(
    #"\isolation SERIALISABLE"#,
    #"2:12: error: 'SERIALISABLE' is no isolation level"#,
    #"hint: one of READ COMMITTED, REPEATABLE READ, SERIALIZABLE"#),
  Mistake(
    #"\isolation READ UNCOMMITTED"#,
    #"2:12: error: 'READ UNCOMMITTED' is no isolation level"#,
    #"hint: one of READ COMMITTED, REPEATABLE READ, SERIALIZABLE"#),
  Mistake(
    #"\set x 1"#,
    #"2:1: error: '\set' cannot stand in the header"#,
    #"hint: it belongs in the body of a '\variant' or '\fix', or in '\finally'"#),
  Mistake(
    #"\gset"#,
    #"2:1: error: '\gset' cannot stand in the header"#,
    #"hint: it belongs in the body of a '\variant' or '\fix', or in '\finally'"#),
  Mistake(
    #"\if TRUE ⏎ \set x 1 ⏎ \endif"#,
    #"2:1: error: '\if' cannot stand in the header"#,
    #"hint: it belongs in the body of a '\variant' or '\fix', or in '\finally'"#,
    #"3:1: error: '\set' cannot stand in the header"#,
    #"hint: it belongs in the body of a '\variant' or '\fix', or in '\finally'"#),
  Mistake(
    #"\role worker"#,
    #"2:1: error: '\role' cannot stand in the header"#,
    #"hint: it belongs in the body of a '\variant' or '\fix'"#),
  Mistake(
    #"\include a.sql"#,
    #"2:1: error: '\include' cannot stand in the header"#,
    #"hint: it belongs in '\setup', or in the body of a '\variant' or '\fix', or in '\migration', or in '\finally'"#
  ),
  Mistake(
    #"\migration ⏎ \endmigration"#,
    #"2:1: error: '\migration' cannot stand in the header"#,
    #"hint: it belongs in the body of a '\variant' or '\fix'"#),
  Mistake(
    #"\nosuch"#,
    #"2:1: error: unknown directive '\nosuch'"#),
  Mistake(
    #"\gseet"#,
    #"2:1: error: unknown directive '\gseet'"#,
    #"hint: did you mean '\gset'?"#),
  Mistake(
    #"\"#,
    #"2:1: error: expected the name of a directive after '\'"#),
  Mistake(
    #"\startpipeline"#,
    #"2:1: error: '\startpipeline' is not a scenario directive"#,
    #"hint: pipelines change what runs at once; write the statements one after the other"#),
  Mistake(
    #"\shell rm"#,
    #"2:1: error: '\shell' is not a scenario directive"#,
    #"hint: no scenario runs a shell"#),
  Mistake(
    #"\never"#,
    #"2:7: error: expected an outcome"#,
    #"hint: write \never OUTCOME, …"#),
  Mistake(
    #"\never erorr"#,
    #"2:8: error: 'erorr' is no outcome of a call"#,
    #"hint: did you mean 'error'?"#),
  Mistake(
    #"\never error:4000"#,
    #"2:8: error: '4000' is not an SQLSTATE"#,
    #"hint: an SQLSTATE has five digits or capitals, such as 40001; its first two name the class"#),
  Mistake(
    #"\never timeout:5"#,
    #"2:8: error: 'timeout' has no detail '5'"#,
    #"hint: write 'timeout' alone"#),
  Mistake(
    #"\never oracle:serial"#,
    #"2:8: error: 'oracle:serial' is no outcome of a call"#,
    #"hint: the serial-order oracle is turned off with '\atomic none'"#),
  Mistake(
    #"\allow"#,
    #"2:7: error: expected an outcome"#,
    #"hint: write \allow OUTCOME, …"#),
  Mistake(
    #"\allow rejected:"#,
    #"2:8: error: 'rejected' has no detail ''"#,
    #"hint: write 'rejected' alone"#),
  Mistake(
    #"\threshold"#,
    #"2:11: error: a metric is expected"#,
    #"hint: one of p50, p95, p99, max, mean, throughput, error_rate, reject_rate, timeout_rate, "#
      + #"statements_per_call, attempts_per_call"#),
  Mistake(
    #"\threshold p98 < 1ms"#,
    #"2:12: error: 'p98' is not a metric"#,
    #"hint: did you mean 'p95'?"#),
  Mistake(
    #"\threshold p99 = 1ms"#,
    #"2:15: error: expected <, <=, > or >="#,
    #"hint: write \threshold p99 < 250ms"#),
  Mistake(
    #"\threshold p99 < 250"#,
    #"2:18: error: '250' is not a duration"#,
    #"hint: write a number and us, ms, s or min, such as 150ms"#),
  Mistake(
    #"\threshold error_rate < 2"#,
    #"2:25: error: 'error_rate' must be a rate from 0 to 1 or a percentage"#,
    #"hint: write \threshold p99 < 250ms"#),
  Mistake(
    #"\threshold throughput > many"#,
    #"2:25: error: 'throughput' must be greater than 0, not 'many'"#,
    #"hint: write \threshold p99 < 250ms"#),
  Mistake(
    #"\threshold p99 < 1ms extra"#,
    #"2:22: error: unexpected 'extra' after '\threshold'"#,
    #"hint: write \threshold p99 < 250ms"#),
  Mistake(
    #"\atomic"#,
    #"2:8: error: a unit of atomicity is expected"#,
    #"hint: one of operation, transaction, none"#),
  Mistake(
    #"\atomic operations"#,
    #"2:9: error: 'operations' is not a unit of atomicity"#,
    #"hint: did you mean 'operation'?"#),
  Mistake(
    #"\atomic transaction strict"#,
    #"2:21: error: only whole operations are compared with real time"#,
    #"hint: write \atomic operation [strict]|transaction|none"#),
  Mistake(
    #"\partition"#,
    #"2:11: error: '\partition' requires the name of a variable"#,
    #"hint: write \partition NAME"#),
  Mistake(
    #"\partition qty"#,
    #"2:12: error: 'qty' is not drawn, so it splits nothing"#,
    #"hint: '\partition' names a '\draw'"#),
  Mistake(
    #"\param clients 3"#,
    #"2:8: error: 'clients' is an option of '\load' and '\explore'"#,
    #"hint: choose another name, so that '\sweep clients' means one thing"#),
  Mistake(
    #"\param calls 3"#,
    #"2:8: error: 'calls' is an option of '\load' and '\explore'"#,
    #"hint: choose another name, so that '\sweep calls' means one thing"#),
  Mistake(
    #"\draw q random(1, 2"#,
    #"2:20: error: ')' is expected here"#),
  Mistake(
    #"\draw q nothing"#,
    #"2:9: error: 'nothing' is no value"#,
    #"hint: a variable is written ':nothing', a string 'nothing' in single quotes"#),
  Mistake(
    #"\gexec"#,
    #"2:1: error: '\gexec' is not a scenario directive"#,
    #"hint: end the statement with ';' or '\gset'"#),
  Mistake(
    #"\never deadlok"#,
    #"2:8: error: 'deadlok' is no outcome of a call"#,
    #"hint: did you mean 'deadlock'?"#),
  Mistake(
    #"\load calls=1000001"#,
    #"2:13: error: 'calls' is 1000001, outside 1…1000000"#,
    #"hint: use a number from 1 to 1000000"#),
  Mistake(
    #"\profile a clients=0"#,
    #"2:20: error: 'clients' is 0, outside 1…10000"#,
    #"hint: use a number from 1 to 10000"#),
  Mistake(
    #"\threshold p99 <"#,
    #"2:17: error: expected a duration for 'p99'"#,
    #"hint: write \threshold p99 < 250ms"#),
  Mistake(
    #"\partition x ⏎ \draw y random(1, 2)"#,
    #"2:12: error: 'x' is not drawn, so it splits nothing"#,
    #"hint: did you mean 'y'?"#),
  Mistake(
    #"\param x 1 ⏎ \draw x 2"#,
    #"3:7: error: 'x' is given twice"#,
    #"hint: first defined at line 2; remove one of them"#),
  Mistake(
    #"\param r 1 ⏎ \explore r=:nobody"#,
    #"3:12: error: the value of 'r' is a constant"#,
    #"hint: a value that changes is a '\draw' or a '\set'"#),
  Mistake(
    #"SELECT 1;"#,
    #"2:1: error: a statement cannot stand in the header"#,
    #"hint: begin a section before it: '\setup', '\variant buggy', '\fix NAME' or '\invariant NAME'"#),
]

@Test("A mistake in a condition or in judging is reported once, where it is", arguments: conditionMistakes)
func conditionMistake(mistake: Mistake) {
  #expect(reportWithHints(Sample.withHeader(mistake.text)) == mistake.reported)
}
