-- A checkout reads the stock, subtracts in the application and writes the result back.
--
-- Until Tuesday the read was SELECT ... FOR UPDATE; a "performance" refactor dropped the lock. Since
-- then two checkouts can read the same stock and the later write erases the earlier one: two sales,
-- one decrement, no error anywhere. The relative write of check-then-act.race.sql fails loudly instead.
\scenario lost-update "Lost update on the inventory decrement"
\symptom  message="oversold: more orders than stock" frame="reserveStock"
\expect   lost-update

\param    sku 'A-1'
\param    stock 1000
\draw     qty random(1, 3)
\load     clients=50 calls=1            -- the incident's contract test: 50 reservations at once
\explore  clients=2 calls=1 stock=4
\sweep    clients 1, 2, 4, 8, 16, 32

\setup
CREATE TABLE inventory (
  sku      text PRIMARY KEY,
  stock    int NOT NULL CHECK (stock >= 0),
  version  int NOT NULL DEFAULT 0,
  reserved boolean NOT NULL DEFAULT false
);
INSERT INTO inventory (sku, stock) VALUES (:sku, :stock);

\variant before "the row was locked by the read"
BEGIN;
SELECT stock AS have FROM inventory WHERE sku = :sku FOR UPDATE  \gset
\if :have < :qty
  \reject out_of_stock
\endif
\set left :have - :qty
UPDATE inventory SET stock = :left WHERE sku = :sku;
COMMIT;

\variant buggy "read, compute in the application, write back"
BEGIN;
SELECT stock AS have FROM inventory WHERE sku = :sku  \gset
\if :have < :qty
  \reject out_of_stock
\endif
\set left :have - :qty
UPDATE inventory SET stock = :left WHERE sku = :sku;
COMMIT;

-- Right: the database does the arithmetic on the row as it is when the lock is held.
\fix atomic "one conditional UPDATE"
UPDATE inventory SET stock = stock - :qty WHERE sku = :sku AND stock >= :qty;
\if :ROW_COUNT = 0
  \reject out_of_stock
\endif

-- Right: as it was before Tuesday.
\fix for-update "lock the row with the read"
BEGIN;
SELECT stock AS have FROM inventory WHERE sku = :sku FOR UPDATE  \gset
\if :have < :qty
  \reject out_of_stock
\endif
\set left :have - :qty
UPDATE inventory SET stock = :left WHERE sku = :sku;
COMMIT;

-- Right: PostgreSQL notices the conflict and the client repeats the whole transaction.
\fix serializable "the same code at SERIALIZABLE, retried"
\retry on 40001, 40P01 max 200 backoff 4ms..16ms
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT stock AS have FROM inventory WHERE sku = :sku  \gset
\if :have < :qty
  \reject out_of_stock
\endif
\set left :have - :qty
UPDATE inventory SET stock = :left WHERE sku = :sku;
COMMIT;

-- Right: the write only takes effect on the version that was read.
\fix optimistic "version column, read again if it changed"
\set done 0
\while :done = 0 max 500
  SELECT stock AS have, version AS seen FROM inventory WHERE sku = :sku  \gset
  \if :have < :qty
    \reject out_of_stock
  \endif
  \set left :have - :qty
  UPDATE inventory SET stock = :left, version = version + 1 WHERE sku = :sku AND version = :seen;
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
\set left :have - :qty
UPDATE inventory SET stock = :left WHERE sku = :sku;
COMMIT;

-- Wrong: the constraint never fires on an absolute write, so there is nothing to retry.
\fix retry-23514 "wrong on purpose: retries the check violation"
\expect not_fixed
\retry on 23514 max 10 backoff 1ms..5ms
BEGIN;
SELECT stock AS have FROM inventory WHERE sku = :sku  \gset
\if :have < :qty
  \reject out_of_stock
\endif
\set left :have - :qty
UPDATE inventory SET stock = :left WHERE sku = :sku;
COMMIT;

-- Wrong: the value that is written was read before the lock was taken.
\fix lock-after-read "wrong on purpose: FOR UPDATE comes after the read"
\expect not_fixed
BEGIN;
SELECT stock AS have FROM inventory WHERE sku = :sku  \gset
\if :have < :qty
  \reject out_of_stock
\endif
SELECT sku FROM inventory WHERE sku = :sku FOR UPDATE;
\set left :have - :qty
UPDATE inventory SET stock = :left WHERE sku = :sku;
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
\set left :have - :qty
UPDATE inventory SET stock = :left, reserved = false WHERE sku = :sku;
COMMIT;

-- Wrong: nothing is lost any more, but checkouts now fail with 40001.
\fix repeatable-read "wrong on purpose: REPEATABLE READ without a retry"
\expect regressed
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT stock AS have FROM inventory WHERE sku = :sku  \gset
\if :have < :qty
  \reject out_of_stock
\endif
\set left :have - :qty
UPDATE inventory SET stock = :left WHERE sku = :sku;
COMMIT;

\invariant conserved "what was sold plus what is left is what we started with"
SELECT i.sku, i.stock, c.sold, :stock AS started_with
  FROM inventory i,
       (SELECT coalesce(sum((vars->>'qty')::int), 0) AS sold FROM calls WHERE outcome = 'ok') c
 WHERE i.stock + c.sold <> :stock;
