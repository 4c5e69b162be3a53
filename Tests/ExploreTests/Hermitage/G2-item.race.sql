-- Hermitage (Martin Kleppmann, github.com/ept/hermitage): item anti-dependency cycles (write skew on disjoint reads).
\scenario hermitage-g2-item "item anti-dependency cycles (write skew on disjoint reads)"
\atomic none
\allow error:40001
\setup
CREATE TABLE test (id int PRIMARY KEY, value int NOT NULL);
INSERT INTO test VALUES (1, 10), (2, 20);

\variant buggy "both read both rows, each writes one"
\role t1
BEGIN;
SELECT sum(value) AS s FROM test WHERE id IN (1, 2) \gset
UPDATE test SET value = 11 WHERE id = 1;
COMMIT;
\role t2
BEGIN;
SELECT sum(value) AS s FROM test WHERE id IN (1, 2) \gset
UPDATE test SET value = 21 WHERE id = 2;
COMMIT;

\invariant anomaly "one has read what the other wrote"
SELECT count(*) FROM calls WHERE outcome = 'ok' AND (vars->>'s')::int = 30 HAVING count(*) = 2;
