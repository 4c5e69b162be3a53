-- Hermitage (Martin Kleppmann, github.com/ept/hermitage): single anti-dependency cycles (read skew).
\scenario hermitage-g-single "single anti-dependency cycles (read skew)"
\atomic none
\allow error:40001
\setup
CREATE TABLE test (id int PRIMARY KEY, value int NOT NULL);
INSERT INTO test VALUES (1, 10), (2, 20);

\variant buggy "two rows are read while both change"
\role t1
BEGIN;
SELECT value AS v1 FROM test WHERE id = 1 \gset
SELECT value AS v2 FROM test WHERE id = 2 \gset
COMMIT;
\if :v1 + :v2 <> 30
  \fail anomaly
\endif
\role t2
BEGIN;
UPDATE test SET value = 12 WHERE id = 1;
UPDATE test SET value = 18 WHERE id = 2;
COMMIT;
