-- A transfer debits one account and credits another. One from A to B and one from B to A each hold the
-- row that the other wants: PostgreSQL ends one of them with 40P01 after deadlock_timeout.
\scenario deadlock-lock-order "Transfers lock accounts in opposite order"
\symptom  sqlstate=40P01 message="deadlock detected" frame="transfer"
\expect   deadlock

\param    accounts 4
\param    start 1000
\draw     amount random(1, 9)
\load     clients=4 calls=1
\explore  clients=2 calls=1 accounts=2

\setup
CREATE TABLE accounts (id int PRIMARY KEY, balance int NOT NULL);
INSERT INTO accounts SELECT n, :start FROM generate_series(1, :accounts) n;

\variant buggy "debit, then credit"
\set source :client_id                  -- clients 1 and 2 pay each other, so do 3 and 4 …
\set target :source + (:source % 2) * 2 - 1
BEGIN;
UPDATE accounts SET balance = balance - :amount WHERE id = :source;
\sleep 500us                            -- what the application does between them
UPDATE accounts SET balance = balance + :amount WHERE id = :target;
COMMIT;

-- Right: every transfer takes the lower row first, so no cycle can form.
\fix ordered "lock both accounts in the order of their ids"
\set source :client_id
\set target :source + (:source % 2) * 2 - 1
BEGIN;
SELECT id FROM accounts WHERE id IN (:source, :target) ORDER BY id FOR UPDATE;
UPDATE accounts SET balance = balance - :amount WHERE id = :source;
\sleep 500us
UPDATE accounts SET balance = balance + :amount WHERE id = :target;
COMMIT;

-- Right: the same lock order, imposed by the order of the writes.
\fix ordered-writes "write the lower id first"
\set source :client_id
\set target :source + (:source % 2) * 2 - 1
BEGIN;
\if :source < :target
  UPDATE accounts SET balance = balance - :amount WHERE id = :source;
  \sleep 500us
  UPDATE accounts SET balance = balance + :amount WHERE id = :target;
\else
  UPDATE accounts SET balance = balance + :amount WHERE id = :target;
  \sleep 500us
  UPDATE accounts SET balance = balance - :amount WHERE id = :source;
\endif
COMMIT;

-- Right, but transfers between any two accounts now wait for each other.
\fix advisory-lock "one transfer at a time"
\set source :client_id
\set target :source + (:source % 2) * 2 - 1
BEGIN;
SELECT pg_advisory_xact_lock(4711);
UPDATE accounts SET balance = balance - :amount WHERE id = :source;
\sleep 500us
UPDATE accounts SET balance = balance + :amount WHERE id = :target;
COMMIT;

-- Right, but every deadlock still costs deadlock_timeout: see the latency.
\fix retry "run the victim again"
\set source :client_id
\set target :source + (:source % 2) * 2 - 1
\retry on 40P01 max 50 backoff 1ms..5ms
BEGIN;
UPDATE accounts SET balance = balance - :amount WHERE id = :source;
\sleep 500us
UPDATE accounts SET balance = balance + :amount WHERE id = :target;
COMMIT;
\endretry

-- Wrong: locks earlier, in the same order as before.
\fix lock-first "wrong on purpose: FOR UPDATE in the order of the transfer"
\expect not_fixed
\set source :client_id
\set target :source + (:source % 2) * 2 - 1
BEGIN;
SELECT id FROM accounts WHERE id = :source FOR UPDATE;
\sleep 500us
SELECT id FROM accounts WHERE id = :target FOR UPDATE;
UPDATE accounts SET balance = balance - :amount WHERE id = :source;
UPDATE accounts SET balance = balance + :amount WHERE id = :target;
COMMIT;

-- Wrong: nobody waits long enough for a deadlock, but transfers now fail because a lock is taken, and more often.
\fix nowait "wrong on purpose: NOWAIT and no retry"
\expect regressed
\set source :client_id
\set target :source + (:source % 2) * 2 - 1
BEGIN;
SELECT id FROM accounts WHERE id = :source FOR UPDATE NOWAIT;
SELECT id FROM accounts WHERE id = :target FOR UPDATE NOWAIT;
UPDATE accounts SET balance = balance - :amount WHERE id = :source;
\sleep 500us
UPDATE accounts SET balance = balance + :amount WHERE id = :target;
COMMIT;

\invariant nothing_created "transfers neither create nor destroy money"
SELECT sum(balance) AS total FROM accounts HAVING sum(balance) <> :accounts * :start;
