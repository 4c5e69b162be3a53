-- Hermitage (Martin Kleppmann, github.com/ept/hermitage): predicate-many-preceders.
\scenario hermitage-pmp "predicate-many-preceders"
\atomic none
\allow error:40001
\setup
CREATE TABLE test (id int PRIMARY KEY, value int NOT NULL);
INSERT INTO test VALUES (1, 10), (2, 20);

\variant buggy "a predicate is read twice while somebody inserts"
\role t1
BEGIN;
SELECT count(*) AS before FROM test WHERE value = 30 \gset
SELECT count(*) AS after FROM test WHERE value % 3 = 0 \gset
\if :before <> :after
  \fail anomaly
\endif
COMMIT;
\role t2
INSERT INTO test VALUES (3, 30);
