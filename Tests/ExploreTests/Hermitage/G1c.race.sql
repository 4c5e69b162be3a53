-- Hermitage (Martin Kleppmann, github.com/ept/hermitage): circular information flow.
\scenario hermitage-g1c "circular information flow"
\atomic none
\allow error:40001
\setup
CREATE TABLE test (id int PRIMARY KEY, value int NOT NULL);
INSERT INTO test VALUES (1, 10), (2, 20);

\variant buggy "each reads what the other writes"
\role t1
BEGIN;
UPDATE test SET value = 11 WHERE id = 1;
SELECT value AS v FROM test WHERE id = 2 \gset
COMMIT;
\role t2
BEGIN;
UPDATE test SET value = 22 WHERE id = 2;
SELECT value AS v FROM test WHERE id = 1 \gset
COMMIT;

\invariant anomaly "not both have read what the other wrote"
SELECT a.vars, b.vars FROM calls a, calls b
 WHERE a.role = 't1' AND b.role = 't2' AND a.outcome = 'ok' AND b.outcome = 'ok'
   AND (a.vars->>'v')::int = 22 AND (b.vars->>'v')::int = 11;
