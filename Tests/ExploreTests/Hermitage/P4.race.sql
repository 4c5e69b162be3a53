-- Hermitage (Martin Kleppmann, github.com/ept/hermitage): lost update.
\scenario hermitage-p4 "lost update"
\atomic none
\allow error:40001
\setup
CREATE TABLE test (id int PRIMARY KEY, value int NOT NULL);
INSERT INTO test VALUES (1, 10), (2, 20);

\variant buggy "both read, then write"
\role t1
BEGIN;
SELECT value AS v FROM test WHERE id = 1 \gset
\set next :v + 1
UPDATE test SET value = :next WHERE id = 1;
COMMIT;
\role t2
BEGIN;
SELECT value AS v FROM test WHERE id = 1 \gset
\set next :v + 1
UPDATE test SET value = :next WHERE id = 1;
COMMIT;

\invariant anomaly "no increment is lost"
SELECT value FROM test WHERE id = 1 AND value <> 10 + (SELECT count(*) FROM calls WHERE outcome = 'ok');
