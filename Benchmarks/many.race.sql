-- What a thousand clients are told, against what the database holds.
\scenario many "Every call that was told ok is in the database, once"
\load     clients=1000 calls=1
\explore  clients=2 calls=1
\atomic   none

\setup
CREATE TABLE tally (client int PRIMARY KEY, calls int NOT NULL);
INSERT INTO tally SELECT id, 0 FROM generate_series(1, 10000) AS id;

\variant buggy "each client counts its calls in a row of its own"
BEGIN;
SELECT calls FROM tally WHERE client = :client_id;
UPDATE tally SET calls = calls + 1 WHERE client = :client_id;
COMMIT;

-- Not a condition but a report: its row is compared with the calls that Contend counted. The check that runs
-- the program alone first makes a few calls, a load makes more.
\invariant committed
SELECT committed FROM (SELECT sum(calls) AS committed FROM tally) t WHERE committed > 100;
