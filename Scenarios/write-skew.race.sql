-- A doctor may go home if another one stays. Two doctors look at once, each sees the other on call, both
-- go: each wrote only a row of her own, so no row lock and no version column ever met.
\scenario write-skew "The last two doctors go home"
\symptom  message="nobody on call" frame="goOffCall"
\expect   write-skew

\param    doctors 10
\load     clients=10 calls=1            -- all of them want to go
\explore  clients=2 calls=1 doctors=2

\setup
CREATE TABLE shift (id int PRIMARY KEY);
CREATE TABLE doctors (id int PRIMARY KEY, on_call boolean NOT NULL DEFAULT true);
INSERT INTO shift VALUES (1);
INSERT INTO doctors (id) SELECT generate_series(1, :doctors);

\variant buggy "count, then go"
BEGIN;
SELECT count(*) AS staying FROM doctors WHERE on_call AND id <> :client_id  \gset
\if :staying = 0
  \reject last_one
\endif
UPDATE doctors SET on_call = false WHERE id = :client_id;
COMMIT;

-- Right: PostgreSQL notices that each one's count depends on the other's write.
\fix serializable "the same code at SERIALIZABLE, retried"
\retry on 40001 max 200 backoff 1ms..8ms
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT count(*) AS staying FROM doctors WHERE on_call AND id <> :client_id  \gset
\if :staying = 0
  \reject last_one
\endif
UPDATE doctors SET on_call = false WHERE id = :client_id;
COMMIT;

-- Right: the rows that the count depends on are locked first, all in the same order.
\fix lock-what-is-read "lock every row that is counted"
BEGIN;
SELECT id FROM doctors WHERE on_call ORDER BY id FOR UPDATE;
SELECT count(*) AS staying FROM doctors WHERE on_call AND id <> :client_id  \gset
\if :staying = 0
  \reject last_one
\endif
UPDATE doctors SET on_call = false WHERE id = :client_id;
COMMIT;

-- Right: a row that stands for the rule makes the conflict one of rows ("materialised conflict").
\fix lock-the-shift "lock the shift that the rule is about"
BEGIN;
SELECT id FROM shift WHERE id = 1 FOR UPDATE;
SELECT count(*) AS staying FROM doctors WHERE on_call AND id <> :client_id  \gset
\if :staying = 0
  \reject last_one
\endif
UPDATE doctors SET on_call = false WHERE id = :client_id;
COMMIT;

-- Wrong: a snapshot that stands still makes the stale count only more certain.
\fix repeatable-read "wrong on purpose: REPEATABLE READ"
\expect not_fixed
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT count(*) AS staying FROM doctors WHERE on_call AND id <> :client_id  \gset
\if :staying = 0
  \reject last_one
\endif
UPDATE doctors SET on_call = false WHERE id = :client_id;
COMMIT;

-- Wrong: each of them locks a different row.
\fix lock-what-is-written "wrong on purpose: locks the row that is written"
\expect not_fixed
BEGIN;
SELECT id FROM doctors WHERE id = :client_id FOR UPDATE;
SELECT count(*) AS staying FROM doctors WHERE on_call AND id <> :client_id  \gset
\if :staying = 0
  \reject last_one
\endif
UPDATE doctors SET on_call = false WHERE id = :client_id;
COMMIT;

-- Wrong: one statement is no critical section; its subquery does not see what is not committed yet.
\fix one-statement "wrong on purpose: count and go in one statement"
\expect not_fixed
BEGIN;
UPDATE doctors SET on_call = false
 WHERE id = :client_id AND (SELECT count(*) FROM doctors WHERE on_call AND id <> :client_id) > 0;
\if :ROW_COUNT = 0
  \reject last_one
\endif
COMMIT;

-- Wrong: somebody always stays, but the others see an error instead of going home.
\fix serializable-alone "wrong on purpose: SERIALIZABLE without a retry"
\expect regressed
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT count(*) AS staying FROM doctors WHERE on_call AND id <> :client_id  \gset
\if :staying = 0
  \reject last_one
\endif
UPDATE doctors SET on_call = false WHERE id = :client_id;
COMMIT;

\invariant somebody_stays "at least one doctor is on call"
SELECT count(*) AS doctors FROM doctors HAVING count(*) FILTER (WHERE on_call) = 0;
