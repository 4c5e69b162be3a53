-- https://github.com/bensheldon/good_job/issues/325
-- No more than so many jobs of a key may be in the queue. An advisory lock is held while they are counted,
-- and given back before the job is inserted: the next one counts without it.
\scenario enqueue-limit "More jobs are enqueued than the limit allows"
\param    most 3
\load     clients=8 calls=1
\explore  clients=2 calls=1 most=1
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE job (client int NOT NULL);

\variant buggy "the lock ends with the count"
SELECT pg_advisory_lock(325);
SELECT count(*) AS queued FROM job  \gset
SELECT pg_advisory_unlock(325);
\if :queued >= :most
  \reject limit
\endif
INSERT INTO job VALUES (:client_id);

\fix xact-lock "the lock ends with the transaction"
BEGIN;
SELECT pg_advisory_xact_lock(325);
SELECT count(*) AS queued FROM job  \gset
\if :queued >= :most
  \reject limit
\endif
INSERT INTO job VALUES (:client_id);
COMMIT;

\fix hold-on "the lock ends after the insert"
SELECT pg_advisory_lock(325);
SELECT count(*) AS queued FROM job  \gset
\if :queued >= :most
  SELECT pg_advisory_unlock(325);
  \reject limit
\endif
INSERT INTO job VALUES (:client_id);
SELECT pg_advisory_unlock(325);

\fix before-commit "wrong on purpose: the lock ends before the COMMIT"
\expect not_fixed
BEGIN;
SELECT pg_advisory_lock(325);
SELECT count(*) AS queued FROM job  \gset
\if :queued >= :most
  SELECT pg_advisory_unlock(325);
  \reject limit
\endif
INSERT INTO job VALUES (:client_id);
SELECT pg_advisory_unlock(325);
COMMIT;

\fix try-lock "wrong on purpose: who does not get the lock is turned away"
\expect masked
BEGIN;
SELECT pg_try_advisory_xact_lock(325) AS mine  \gset
\if NOT :mine
  \reject limit
\endif
SELECT count(*) AS queued FROM job  \gset
\if :queued >= :most
  \reject limit
\endif
INSERT INTO job VALUES (:client_id);
COMMIT;

\invariant limited "no more jobs than the limit"
SELECT count(*) AS jobs FROM job HAVING count(*) > :most;
