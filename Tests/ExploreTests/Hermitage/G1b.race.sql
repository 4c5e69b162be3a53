-- Hermitage (Martin Kleppmann, github.com/ept/hermitage): intermediate reads.
\scenario hermitage-g1b "intermediate reads"
\atomic none
\allow error:40001
\setup
CREATE TABLE test (id int PRIMARY KEY, value int NOT NULL);
INSERT INTO test VALUES (1, 10), (2, 20);

\variant buggy "one writes a row twice"
\role t1
BEGIN;
UPDATE test SET value = 101 WHERE id = 1;
UPDATE test SET value = 11 WHERE id = 1;
COMMIT;
\role t2
BEGIN;
SELECT value AS v FROM test WHERE id = 1 \gset
\if :v = 101
  \fail anomaly
\endif
COMMIT;
