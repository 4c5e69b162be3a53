-- Workers take the oldest new order, charge it and mark it processed. Between taking and marking, another
-- worker takes the same order: two calls, both acknowledged, one order charged twice.
\scenario double-processing "Two workers take the same order"
\symptom  message="order charged twice" frame="processBatch"
\expect   double-processing

\param    orders 12
\param    lease 2                       -- milliseconds; the charge takes 6
\load     clients=12 calls=1
-- In explore, sleeps take no time, so neither does a lease that expires before the work is done.
\explore  clients=2 calls=1 orders=2 lease=0
\threshold p50 < 5s                     -- a right fix may take more statements: not the question here
\threshold p99 < 5s

\setup
CREATE TABLE orders (
  id           int PRIMARY KEY,
  status       text NOT NULL DEFAULT 'new',
  leased_until timestamptz NOT NULL DEFAULT '-infinity'
);
CREATE TABLE charges (order_id int NOT NULL, worker int NOT NULL);
INSERT INTO orders (id) SELECT generate_series(1, :orders);

\variant buggy "take, charge, mark"
SELECT id AS job FROM orders WHERE status = 'new' ORDER BY id LIMIT 1  \gset
\if NOT :{?job}
  \reject nothing_to_do
\endif
INSERT INTO charges (order_id, worker) VALUES (:job, :client_id);
UPDATE orders SET status = 'processed' WHERE id = :job;

-- Right: an order that another worker holds is not even seen.
\fix skip-locked "FOR UPDATE SKIP LOCKED"
BEGIN;
SELECT id AS job FROM orders WHERE status = 'new' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED  \gset
\if NOT :{?job}
  \reject nothing_to_do
\endif
INSERT INTO charges (order_id, worker) VALUES (:job, :client_id);
UPDATE orders SET status = 'processed' WHERE id = :job;
COMMIT;

-- Right: only one UPDATE finds the order new; whoever comes too late takes the next one.
\fix claim "conditional claim"
\set claimed 0
\while :claimed = 0 max 100
  SELECT id AS job FROM orders WHERE status = 'new' ORDER BY id LIMIT 1  \gset
  \if NOT :{?job}
    \reject nothing_to_do
  \endif
  UPDATE orders SET status = 'processing' WHERE id = :job AND status = 'new';
  \set claimed :ROW_COUNT
\endwhile
INSERT INTO charges (order_id, worker) VALUES (:job, :client_id);
UPDATE orders SET status = 'processed' WHERE id = :job;

-- Right: the second charge of an order is refused by the database, whatever the workers believe.
\fix unique-charge "the order is the idempotency key"
\migration
CREATE UNIQUE INDEX one_charge_per_order ON charges (order_id);
\endmigration
\set charged 0
\while :charged = 0 max 100
  BEGIN;
  SELECT id AS job FROM orders WHERE status = 'new' ORDER BY id LIMIT 1  \gset
  \if NOT :{?job}
    \reject nothing_to_do
  \endif
  INSERT INTO charges (order_id, worker) VALUES (:job, :client_id) ON CONFLICT DO NOTHING;
  \set charged :ROW_COUNT
  \if :charged = 1
    UPDATE orders SET status = 'processed' WHERE id = :job;
  \endif
  COMMIT;
\endwhile

-- Right, but one worker at a time.
\fix advisory-lock "one advisory lock for the queue"
BEGIN;
SELECT pg_advisory_xact_lock(4711);
SELECT id AS job FROM orders WHERE status = 'new' ORDER BY id LIMIT 1  \gset
\if NOT :{?job}
  \reject nothing_to_do
\endif
INSERT INTO charges (order_id, worker) VALUES (:job, :client_id);
UPDATE orders SET status = 'processed' WHERE id = :job;
COMMIT;

-- Right, but most workers work in vain.
\fix serializable "the same code at SERIALIZABLE, retried"
\retry on 40001 max 200 backoff 1ms..8ms
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT id AS job FROM orders WHERE status = 'new' ORDER BY id LIMIT 1  \gset
\if NOT :{?job}
  \reject nothing_to_do
\endif
INSERT INTO charges (order_id, worker) VALUES (:job, :client_id);
UPDATE orders SET status = 'processed' WHERE id = :job;
COMMIT;

-- Wrong: a worker that waited for the lock goes on with the order that the other one has just charged.
\fix lock-after-read "wrong on purpose: locks the order after choosing it"
\expect not_fixed
BEGIN;
SELECT id AS job FROM orders WHERE status = 'new' ORDER BY id LIMIT 1  \gset
\if NOT :{?job}
  \reject nothing_to_do
\endif
SELECT id FROM orders WHERE id = :job FOR UPDATE;
INSERT INTO charges (order_id, worker) VALUES (:job, :client_id);
UPDATE orders SET status = 'processed' WHERE id = :job;
COMMIT;

-- Wrong, the race in the race fix: the lease ends while its holder still works, and nothing tells the
-- charge that it is the second one. A fencing token or unique-charge would.
\fix lease "wrong on purpose: a lease shorter than the work"
\expect not_fixed
\set claimed 0
\while :claimed = 0 max 100
  SELECT id AS job FROM orders WHERE status = 'new' AND leased_until <= clock_timestamp() ORDER BY id LIMIT 1  \gset
  \if NOT :{?job}
    \reject nothing_to_do
  \endif
  UPDATE orders SET leased_until = clock_timestamp() + :lease * interval '1 ms'
   WHERE id = :job AND status = 'new' AND leased_until <= clock_timestamp();
  \set claimed :ROW_COUNT
\endwhile
\sleep 6ms
INSERT INTO charges (order_id, worker) VALUES (:job, :client_id);
UPDATE orders SET status = 'processed', leased_until = '-infinity' WHERE id = :job;

\invariant charged_once "an order is charged at most once"
SELECT order_id, count(*) AS charges FROM charges GROUP BY order_id HAVING count(*) > 1;
