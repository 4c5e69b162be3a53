-- Hermitage (Martin Kleppmann, github.com/ept/hermitage): write cycles (dirty writes).
\scenario hermitage-g0 "write cycles (dirty writes)"
\atomic none
\allow error:40001
\setup
CREATE TABLE test (id int PRIMARY KEY, value int NOT NULL);
INSERT INTO test VALUES (1, 10), (2, 20);

\variant buggy "both write both rows"
\role t1
BEGIN;
UPDATE test SET value = 11 WHERE id = 1;
UPDATE test SET value = 21 WHERE id = 2;
COMMIT;
\role t2
BEGIN;
UPDATE test SET value = 12 WHERE id = 1;
UPDATE test SET value = 22 WHERE id = 2;
COMMIT;

\invariant anomaly "both rows have the value of the same transaction"
SELECT a.value, b.value FROM test a, test b WHERE a.id = 1 AND b.id = 2 AND a.value + 10 <> b.value;
