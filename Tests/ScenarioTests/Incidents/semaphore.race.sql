-- https://github.com/rails/solid_queue/issues/224
-- A job takes part in a semaphore. Where there is none, its row is inserted, and a duplicate is rescued. The
-- rescue is of no use inside the transaction of the caller: what follows ends in 25P02.
\scenario semaphore "A rescued duplicate leaves the transaction aborted"
\symptom  sqlstate=25P02 message="current transaction is aborted"
\load     clients=4 calls=1
\explore  clients=2 calls=1
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE job (client int NOT NULL);
CREATE TABLE semaphore (key text PRIMARY KEY, taken int NOT NULL);

\variant buggy "rescue the duplicate and go on"
BEGIN;
INSERT INTO job VALUES (:client_id);
UPDATE semaphore SET taken = taken + 1 WHERE key = 'k';
\if :ROW_COUNT = 0
  \try 23505
    INSERT INTO semaphore VALUES ('k', 1);
  \catch
    UPDATE semaphore SET taken = taken + 1 WHERE key = 'k';
  \endtry
\endif
COMMIT;

\fix upsert "ON CONFLICT raises no error"
BEGIN;
INSERT INTO job VALUES (:client_id);
INSERT INTO semaphore VALUES ('k', 1) ON CONFLICT (key) DO UPDATE SET taken = semaphore.taken + 1;
COMMIT;

\fix savepoint "only the INSERT is rolled back"
BEGIN;
INSERT INTO job VALUES (:client_id);
UPDATE semaphore SET taken = taken + 1 WHERE key = 'k';
\if :ROW_COUNT = 0
  SAVEPOINT before_insert;
  \try 23505
    INSERT INTO semaphore VALUES ('k', 1);
  \catch
    ROLLBACK TO before_insert;
    UPDATE semaphore SET taken = taken + 1 WHERE key = 'k';
  \endtry
\endif
COMMIT;

\fix swallow "wrong on purpose: ignores the duplicate, and COMMIT rolls back"
\expect regressed
BEGIN;
INSERT INTO job VALUES (:client_id);
UPDATE semaphore SET taken = taken + 1 WHERE key = 'k';
\if :ROW_COUNT = 0
  \try 23505
    INSERT INTO semaphore VALUES ('k', 1);
  \catch
    \say somebody else has inserted it
  \endtry
\endif
COMMIT;

\fix retry-duplicate "wrong on purpose: retries 23505, and the call ends in 25P02"
\expect not_fixed
\retry on 23505 max 20 backoff 1ms..4ms
BEGIN;
INSERT INTO job VALUES (:client_id);
UPDATE semaphore SET taken = taken + 1 WHERE key = 'k';
\if :ROW_COUNT = 0
  \try 23505
    INSERT INTO semaphore VALUES ('k', 1);
  \catch
    UPDATE semaphore SET taken = taken + 1 WHERE key = 'k';
  \endtry
\endif
COMMIT;
\endretry

\invariant enqueued "what was acknowledged is enqueued and counted"
SELECT (SELECT count(*) FROM job) AS jobs, coalesce((SELECT taken FROM semaphore), 0) AS taken, count(*) AS ok
  FROM calls WHERE outcome = 'ok'
HAVING count(*) <> (SELECT count(*) FROM job) OR count(*) <> coalesce((SELECT taken FROM semaphore), 0);
