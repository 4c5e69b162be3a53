-- Fixes whose verdict is known beforehand: how often is each judged rightly? See Benchmarks/verdicts.
\scenario verdicts "Increments that get lost, on one of eight rows"
\draw      id random(1, 8)
\load      clients=6 calls=1
\explore   clients=2 calls=1 id=1
\partition id

\setup
CREATE TABLE counter (id int PRIMARY KEY, n int NOT NULL);
INSERT INTO counter SELECT g, 0 FROM generate_series(1, 8) g;

\variant buggy "read, think for 10 ms, write"
BEGIN;
SELECT n AS seen FROM counter WHERE id = :id  \gset
\sleep 10ms
\set next :seen + 1
UPDATE counter SET n = :next WHERE id = :id;
COMMIT;

\fix row-lock "a lock on the row"
BEGIN;
SELECT n AS seen FROM counter WHERE id = :id FOR UPDATE  \gset
\sleep 10ms
\set next :seen + 1
UPDATE counter SET n = :next WHERE id = :id;
COMMIT;

\fix slower-by-3 "the same, 3% slower"
BEGIN;
SELECT n AS seen FROM counter WHERE id = :id FOR UPDATE  \gset
\sleep 10.3ms
\set next :seen + 1
UPDATE counter SET n = :next WHERE id = :id;
COMMIT;

\fix slower-by-30 "the same, 30% slower"
\expect regressed
BEGIN;
SELECT n AS seen FROM counter WHERE id = :id FOR UPDATE  \gset
\sleep 13.3ms
\set next :seen + 1
UPDATE counter SET n = :next WHERE id = :id;
COMMIT;

\fix global-lock "one lock for all rows"
\expect masked
BEGIN;
SELECT pg_advisory_xact_lock(1);
SELECT n AS seen FROM counter WHERE id = :id  \gset
\sleep 10ms
\set next :seen + 1
UPDATE counter SET n = :next WHERE id = :id;
COMMIT;

\fix closed "turns everybody away"
\expect masked
\reject closed

\invariant counted "every acknowledged increment is there"
SELECT n, oks FROM (SELECT sum(n) AS n FROM counter) s,
  (SELECT count(*) AS oks FROM calls WHERE outcome = 'ok') c WHERE n <> oks;
