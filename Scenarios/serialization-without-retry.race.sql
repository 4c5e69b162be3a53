-- SERIALIZABLE keeps the data right by refusing: a client that gets 40001 has to run the transaction again.
-- Here nobody does, and under load the refusals reach the users as HTTP 500.
\scenario serialization-without-retry "SERIALIZABLE, and nobody retries"
\symptom  sqlstate=40001 message="could not serialize access" frame="transfer"
\expect   serialization-failure

\param    start 1000
\draw     amount random(1, 9)
\load     clients=10 calls=1
\explore  clients=2 calls=1

\setup
CREATE TABLE accounts (id int PRIMARY KEY, balance int NOT NULL);
INSERT INTO accounts VALUES (1, :start);

\variant buggy "SERIALIZABLE without a retry"
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT balance AS balance FROM accounts WHERE id = 1  \gset
\set balance :balance - :amount
UPDATE accounts SET balance = :balance WHERE id = 1;
COMMIT;

-- Right: everything since BEGIN is run again, the read included.
\fix retry "retry the transaction, with back-off"
\retry on 40001 max 200 backoff 1ms..8ms
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT balance AS balance FROM accounts WHERE id = 1  \gset
\set balance :balance - :amount
UPDATE accounts SET balance = :balance WHERE id = 1;
COMMIT;

-- Right: one statement at READ COMMITTED waits where SERIALIZABLE refuses.
\fix atomic "one UPDATE at READ COMMITTED"
UPDATE accounts SET balance = balance - :amount WHERE id = 1;

-- Right: waits for the row, then reads what is there.
\fix for-update "READ COMMITTED with a row lock"
BEGIN;
SELECT balance AS balance FROM accounts WHERE id = 1 FOR UPDATE  \gset
\set balance :balance - :amount
UPDATE accounts SET balance = :balance WHERE id = 1;
COMMIT;

-- Wrong: with two clients the second attempt is alone. With ten it is not.
\fix retry-once "wrong on purpose: retries once"
\expect not_fixed
\retry on 40001 max 2
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT balance AS balance FROM accounts WHERE id = 1  \gset
\set balance :balance - :amount
UPDATE accounts SET balance = :balance WHERE id = 1;
COMMIT;

-- Wrong: it refuses the same overwrites.
\fix repeatable-read "wrong on purpose: REPEATABLE READ"
\expect not_fixed
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT balance AS balance FROM accounts WHERE id = 1  \gset
\set balance :balance - :amount
UPDATE accounts SET balance = :balance WHERE id = 1;
COMMIT;

-- Wrong: the errors are gone, and so are payments.
\fix read-committed "wrong on purpose: lowers the isolation level"
\expect regressed
BEGIN;
SELECT balance AS balance FROM accounts WHERE id = 1  \gset
\set balance :balance - :amount
UPDATE accounts SET balance = :balance WHERE id = 1;
COMMIT;

-- Wrong: the user is told that it worked.
\fix swallow "wrong on purpose: catches the error and goes on"
\expect regressed
\try 40001
  BEGIN ISOLATION LEVEL SERIALIZABLE;
  SELECT balance AS balance FROM accounts WHERE id = 1  \gset
  \set balance :balance - :amount
  UPDATE accounts SET balance = :balance WHERE id = 1;
  COMMIT;
\catch
  ROLLBACK;
\endtry

-- Wrong: repeats the write with the value that was read before.
\fix retry-the-write "wrong on purpose: computes once, repeats only the write"
\expect regressed
SELECT balance AS balance FROM accounts WHERE id = 1  \gset
\set balance :balance - :amount
\retry on 40001 max 200 backoff 1ms..8ms
BEGIN ISOLATION LEVEL SERIALIZABLE;
UPDATE accounts SET balance = :balance WHERE id = 1;
COMMIT;

\invariant conserved "every payment that was acknowledged is in the balance"
SELECT a.balance, c.paid
  FROM accounts a,
       (SELECT coalesce(sum((vars->>'amount')::int), 0) AS paid FROM calls WHERE outcome = 'ok') c
 WHERE a.balance <> :start - c.paid;
