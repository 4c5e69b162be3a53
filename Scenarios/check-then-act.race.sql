-- A checkout checks the stock in one statement and decrements it in the next.
--
-- The write is relative, so nothing is lost; but what was checked may no longer hold when the write
-- comes. Stock would go negative, CHECK (stock >= 0) refuses, and the customer sees HTTP 500. The
-- same story with an absolute write is lost-update.race.sql, and that one is silent.
\scenario check-then-act "Stock checked first, decremented later"
\symptom  sqlstate=23514 message="violates check constraint" frame="reserveStock"
\expect   check-then-act

\param    sku 'A-1'
\param    stock 16                      -- less than 20 clients want: the limit is reached every round
\draw     qty random(1, 3)
\load     clients=20 calls=1
\explore  clients=2 calls=1 stock=3 qty=2

\setup
CREATE TABLE inventory (
  sku      text PRIMARY KEY,
  stock    int NOT NULL CHECK (stock >= 0),
  version  int NOT NULL DEFAULT 0,
  reserved boolean NOT NULL DEFAULT false
);
INSERT INTO inventory (sku, stock) VALUES (:sku, :stock);

\variant before "the row was locked by the check"
BEGIN;
SELECT stock AS have FROM inventory WHERE sku = :sku FOR UPDATE  \gset
\if :have < :qty
  \reject out_of_stock
\endif
UPDATE inventory SET stock = stock - :qty WHERE sku = :sku;
COMMIT;

\variant buggy "check, then decrement, without a lock between them"
BEGIN;
SELECT stock AS have FROM inventory WHERE sku = :sku  \gset
\if :have < :qty
  \reject out_of_stock
\endif
UPDATE inventory SET stock = stock - :qty WHERE sku = :sku;
COMMIT;

-- Right: check and decrement are one statement.
\fix atomic "one conditional UPDATE"
UPDATE inventory SET stock = stock - :qty WHERE sku = :sku AND stock >= :qty;
\if :ROW_COUNT = 0
  \reject out_of_stock
\endif

-- Right: as it was before Tuesday.
\fix for-update "lock the row with the check"
BEGIN;
SELECT stock AS have FROM inventory WHERE sku = :sku FOR UPDATE  \gset
\if :have < :qty
  \reject out_of_stock
\endif
UPDATE inventory SET stock = stock - :qty WHERE sku = :sku;
COMMIT;

-- Right: PostgreSQL notices that the check no longer holds and the client repeats it.
\fix serializable "the same code at SERIALIZABLE, retried"
\retry on 40001, 40P01 max 200 backoff 4ms..16ms
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT stock AS have FROM inventory WHERE sku = :sku  \gset
\if :have < :qty
  \reject out_of_stock
\endif
UPDATE inventory SET stock = stock - :qty WHERE sku = :sku;
COMMIT;

-- Right: the decrement only takes effect on the version that was checked.
\fix optimistic "version column, check again if it changed"
\set done 0
\while :done = 0 max 500
  SELECT stock AS have, version AS seen FROM inventory WHERE sku = :sku  \gset
  \if :have < :qty
    \reject out_of_stock
  \endif
  UPDATE inventory SET stock = stock - :qty, version = version + 1 WHERE sku = :sku AND version = :seen;
  \set done :ROW_COUNT
\endwhile

-- Right: a lock that is not the row's, but that every checkout of the SKU takes.
\fix advisory-lock "one advisory lock per SKU"
BEGIN;
SELECT pg_advisory_xact_lock(hashtextextended(:sku, 0));
SELECT stock AS have FROM inventory WHERE sku = :sku  \gset
\if :have < :qty
  \reject out_of_stock
\endif
UPDATE inventory SET stock = stock - :qty WHERE sku = :sku;
COMMIT;

-- Right, because the write is relative: the repeated check sees the stock as it is now and rejects.
-- First attempts still fail as often as before; the report says so.
\fix retry-23514 "retry the check violation"
\retry on 23514 max 10 backoff 1ms..5ms
BEGIN;
SELECT stock AS have FROM inventory WHERE sku = :sku  \gset
\if :have < :qty
  \reject out_of_stock
\endif
UPDATE inventory SET stock = stock - :qty WHERE sku = :sku;
COMMIT;

-- Wrong: the check was made before the lock was taken.
\fix lock-after-read "wrong on purpose: FOR UPDATE comes after the check"
\expect not_fixed
BEGIN;
SELECT stock AS have FROM inventory WHERE sku = :sku  \gset
\if :have < :qty
  \reject out_of_stock
\endif
SELECT sku FROM inventory WHERE sku = :sku FOR UPDATE;
UPDATE inventory SET stock = stock - :qty WHERE sku = :sku;
COMMIT;

-- Wrong: the flag is read and set in two statements, exactly like the stock.
\fix flag-first "wrong on purpose: reads a reserved flag first"
\expect not_fixed
BEGIN;
SELECT reserved AS taken, stock AS have FROM inventory WHERE sku = :sku  \gset
\if :taken OR :have < :qty
  \reject out_of_stock
\endif
UPDATE inventory SET reserved = true WHERE sku = :sku;
UPDATE inventory SET stock = stock - :qty, reserved = false WHERE sku = :sku;
COMMIT;

-- Wrong: the check violation is gone, but checkouts now fail with 40001.
\fix repeatable-read "wrong on purpose: REPEATABLE READ without a retry"
\expect regressed
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT stock AS have FROM inventory WHERE sku = :sku  \gset
\if :have < :qty
  \reject out_of_stock
\endif
UPDATE inventory SET stock = stock - :qty WHERE sku = :sku;
COMMIT;

\invariant conserved "what was sold plus what is left is what we started with"
SELECT i.sku, i.stock, c.sold, :stock AS started_with
  FROM inventory i,
       (SELECT coalesce(sum((vars->>'qty')::int), 0) AS sold FROM calls WHERE outcome = 'ok') c
 WHERE i.stock + c.sold <> :stock;
