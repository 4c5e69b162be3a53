-- https://github.com/dstackai/dstack/pull/2843
-- Stopping a run locks the run and then its jobs, FOR UPDATE. Processing locks a job and then inserts its
-- successor, whose foreign key takes FOR KEY SHARE of the run. Each holds what the other one wants.
\scenario fk-deadlock "A foreign key closes a circle of locks"
\symptom  sqlstate=40P01 message="deadlock detected"
\expect   deadlock
\load     clients=4 calls=1
\explore  calls=1
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE run (id int PRIMARY KEY, status text NOT NULL);
CREATE TABLE job (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, run int NOT NULL REFERENCES run, status text NOT NULL);
INSERT INTO run VALUES (1, 'running');
INSERT INTO job (run, status) VALUES (1, 'running');

\variant buggy "FOR UPDATE of what is referenced"
\role stop clients=1
BEGIN;
SELECT id FROM run WHERE id = 1 FOR UPDATE;
SELECT id FROM job WHERE run = 1 ORDER BY id FOR UPDATE;
UPDATE job SET status = 'stopping' WHERE run = 1;
UPDATE run SET status = 'stopping' WHERE id = 1;
COMMIT;
\role process clients=1
BEGIN;
SELECT id FROM job WHERE id = 1 FOR UPDATE;
INSERT INTO job (run, status) VALUES (1, 'submitted');
UPDATE job SET status = 'done' WHERE id = 1;
COMMIT;

\fix no-key-update "FOR NO KEY UPDATE leaves the key to be shared"
\role stop clients=1
BEGIN;
SELECT id FROM run WHERE id = 1 FOR NO KEY UPDATE;
SELECT id FROM job WHERE run = 1 ORDER BY id FOR UPDATE;
UPDATE job SET status = 'stopping' WHERE run = 1;
UPDATE run SET status = 'stopping' WHERE id = 1;
COMMIT;

\fix run-first "who works on a job takes the run first"
\role process clients=1
BEGIN;
SELECT id FROM run WHERE id = 1 FOR KEY SHARE;
SELECT id FROM job WHERE id = 1 FOR UPDATE;
INSERT INTO job (run, status) VALUES (1, 'submitted');
UPDATE job SET status = 'done' WHERE id = 1;
COMMIT;

\fix nowait "wrong on purpose: fails at once instead"
\expect regressed
\role stop clients=1
BEGIN;
SELECT id FROM run WHERE id = 1 FOR UPDATE;
SELECT id FROM job WHERE run = 1 ORDER BY id FOR UPDATE NOWAIT;
UPDATE job SET status = 'stopping' WHERE run = 1;
UPDATE run SET status = 'stopping' WHERE id = 1;
COMMIT;

\fix weaker-job-lock "wrong on purpose: a weaker lock of the job, in the same order"
\expect not_fixed
\role process clients=1
BEGIN;
SELECT id FROM job WHERE id = 1 FOR NO KEY UPDATE;
INSERT INTO job (run, status) VALUES (1, 'submitted');
UPDATE job SET status = 'done' WHERE id = 1;
COMMIT;

\invariant referenced "every job has its run"
SELECT id FROM job WHERE run NOT IN (SELECT id FROM run);
