-- https://github.com/procrastinate-org/procrastinate/issues/103
-- Jobs that share a lock must not run at the same time. A worker takes the first job whose lock no running
-- job has, and skips rows that others hold. Two workers at once skip each other's row and see nothing run.
\scenario shared-lock "Two jobs that share a lock run at the same time"
\load     clients=6 calls=1
\explore  clients=2 calls=1
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE job (id int PRIMARY KEY, lock text NOT NULL, status text NOT NULL DEFAULT 'todo');
INSERT INTO job VALUES (1, 'a'), (2, 'a');

\body take
\if NOT :{?job}
  \reject nothing_to_do
\endif
UPDATE job SET status = 'doing' WHERE id = :job;
COMMIT;
\endbody

\variant buggy "skip what is locked, look for what runs"
BEGIN;
SELECT id AS job FROM job j
 WHERE status = 'todo' AND NOT EXISTS (SELECT FROM job r WHERE r.lock = j.lock AND r.status = 'doing')
 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED  \gset
\paste take

\fix unique-running "an index allows one running job for each lock"
\migration
CREATE UNIQUE INDEX one_running_per_lock ON job (lock) WHERE status = 'doing';
\endmigration
BEGIN;
SELECT id AS job FROM job j
 WHERE status = 'todo' AND NOT EXISTS (SELECT FROM job r WHERE r.lock = j.lock AND r.status = 'doing')
 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED  \gset
\if NOT :{?job}
  \reject nothing_to_do
\endif
\try 23505
  UPDATE job SET status = 'doing' WHERE id = :job;
\catch
  \reject nothing_to_do
\endtry
COMMIT;

\fix one-fetch "one fetch at a time"
BEGIN;
SELECT pg_advisory_xact_lock(103);
SELECT id AS job FROM job j
 WHERE status = 'todo' AND NOT EXISTS (SELECT FROM job r WHERE r.lock = j.lock AND r.status = 'doing')
 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED  \gset
\paste take

\fix wait-for-rows "wrong on purpose: waits for the row, with the snapshot of before"
\expect not_fixed
BEGIN;
SELECT id AS job FROM job j
 WHERE status = 'todo' AND NOT EXISTS (SELECT FROM job r WHERE r.lock = j.lock AND r.status = 'doing')
 ORDER BY id LIMIT 1 FOR UPDATE  \gset
\paste take

\fix repeatable-read "wrong on purpose: REPEATABLE READ without a retry"
\expect regressed
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT id AS job FROM job j
 WHERE status = 'todo' AND NOT EXISTS (SELECT FROM job r WHERE r.lock = j.lock AND r.status = 'doing')
 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED  \gset
\paste take

\invariant alone "no two jobs of a lock run at the same time"
SELECT lock, count(*) AS running FROM job WHERE status = 'doing' GROUP BY lock HAVING count(*) > 1;
