-- Hermitage (Martin Kleppmann, github.com/ept/hermitage): anti-dependency cycles (write skew on predicate reads).
\scenario hermitage-g2 "anti-dependency cycles (write skew on predicate reads)"
\atomic none
\allow error:40001
\setup
CREATE TABLE test (id int PRIMARY KEY, value int NOT NULL);
INSERT INTO test VALUES (1, 10), (2, 20);

\variant buggy "both read a predicate and insert into it"
\role t1
BEGIN;
SELECT count(*) AS n FROM test WHERE value % 3 = 0 \gset
INSERT INTO test VALUES (3, 30);
COMMIT;
\role t2
BEGIN;
SELECT count(*) AS n FROM test WHERE value % 3 = 0 \gset
INSERT INTO test VALUES (4, 42);
COMMIT;

\invariant anomaly "one has read what the other inserted"
SELECT count(*) FROM calls WHERE outcome = 'ok' AND (vars->>'n')::int = 0 HAVING count(*) = 2;
