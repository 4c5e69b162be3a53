-- Hermitage (Martin Kleppmann, github.com/ept/hermitage): aborted reads.
\scenario hermitage-g1a "aborted reads"
\atomic none
\allow error:40001
\setup
CREATE TABLE test (id int PRIMARY KEY, value int NOT NULL);
INSERT INTO test VALUES (1, 10), (2, 20);

\variant buggy "one rolls back what it has written"
\role t1
BEGIN;
UPDATE test SET value = 101 WHERE id = 1;
ROLLBACK;
\role t2
BEGIN;
SELECT value AS v FROM test WHERE id = 1 \gset
\if :v = 101
  \fail anomaly
\endif
COMMIT;
