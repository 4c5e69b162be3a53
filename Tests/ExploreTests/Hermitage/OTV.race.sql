-- Hermitage (Martin Kleppmann, github.com/ept/hermitage): observed transaction vanishes.
\scenario hermitage-otv "observed transaction vanishes"
\atomic none
\allow error:40001
\setup
CREATE TABLE test (id int PRIMARY KEY, value int NOT NULL);
INSERT INTO test VALUES (1, 10), (2, 20);

\variant buggy "a reader sees the second of two writers, then the first"
\role t1
BEGIN;
UPDATE test SET value = 11 WHERE id = 1;
UPDATE test SET value = 19 WHERE id = 2;
COMMIT;
\role t2
BEGIN;
UPDATE test SET value = 12 WHERE id = 1;
UPDATE test SET value = 18 WHERE id = 2;
COMMIT;
\role t3
BEGIN;
SELECT value AS v2 FROM test WHERE id = 2 \gset
SELECT value AS v1 FROM test WHERE id = 1 \gset
COMMIT;

\invariant anomaly "what was seen of the last writer does not vanish"
SELECT vars FROM calls, test
 WHERE role = 't3' AND calls.outcome = 'ok' AND id = 1
   AND (value = 12 AND (vars->>'v2')::int = 18 AND (vars->>'v1')::int = 11
        OR value = 11 AND (vars->>'v2')::int = 19 AND (vars->>'v1')::int = 12);
