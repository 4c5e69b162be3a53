-- A shop puts the job for an order into a queue before it commits the order. The queue is another system:
-- it hands the job out at once, and a quick worker looks for an order that is not there yet. The
-- job is gone by the time the order appears, and nobody ships it.
--
-- No isolation level helps: two systems have no snapshot in common. Whatever must be visible first has to be
-- committed first. (What a crash between the two commits does is crash-between-commits.)
\scenario enqueue-before-commit "A job is taken before the order it belongs to is committed"
\symptom  message="order not found" frame="shipOrder"
\expect   check-then-act

\load     clients=6 calls=1               -- three shops, three workers
\explore  calls=1
\atomic   none                            -- a worker may have to come again
\threshold p50 < 1s                     -- what a fix takes alone is not the question here

\setup
CREATE TABLE orders (id int PRIMARY KEY, shipped boolean NOT NULL DEFAULT false);
CREATE TABLE outbox (order_id int PRIMARY KEY);
CREATE TABLE queue (order_id int PRIMARY KEY);   -- of the other system

\variant buggy "enqueue the job, then commit the order"
\role shop clients=1
\acquire broker direct
BEGIN;
INSERT INTO orders (id) VALUES (:client);
\use broker
INSERT INTO queue (order_id) VALUES (:client);
\use main
\sleep 2ms
COMMIT;
\role worker clients=1
\acquire broker direct
\use broker
\sleep 1ms
DELETE FROM queue WHERE order_id = :client RETURNING order_id AS job  \gset
\if NOT :{?job}
  \reject nothing_to_do
\endif
\use main
SELECT id AS found FROM orders WHERE id = :job  \gset
\if NOT :{?found}
  \fail order_not_found
\endif
UPDATE orders SET shipped = true WHERE id = :job;

-- Right: a worker that sees the job finds the order.
\fix enqueue-after-commit "commit the order, then enqueue its job"
\role shop clients=1
\acquire broker direct
BEGIN;
INSERT INTO orders (id) VALUES (:client);
\sleep 2ms
COMMIT;
\use broker
INSERT INTO queue (order_id) VALUES (:client);

-- Right: job and order become visible in one moment.
\fix outbox "take jobs from an outbox that commits with the order"
\leaves queue
\role shop clients=1
BEGIN;
INSERT INTO orders (id) VALUES (:client);
INSERT INTO outbox (order_id) VALUES (:client);
\sleep 2ms
COMMIT;
\role worker clients=1
\sleep 1ms
BEGIN;
DELETE FROM outbox WHERE order_id = :client RETURNING order_id AS job  \gset
\if NOT :{?job}
  \reject nothing_to_do
\endif
UPDATE orders SET shipped = true WHERE id = :job;
COMMIT;

-- Right: a job that cannot be done yet stays in the queue and is handed out again later.
\fix leave-the-job "acknowledge the job when the order is shipped"
\role worker clients=1
\acquire broker direct
\use broker
\sleep 1ms
SELECT order_id AS job FROM queue WHERE order_id = :client  \gset
\if NOT :{?job}
  \reject nothing_to_do
\endif
\use main
UPDATE orders SET shipped = true WHERE id = :job;
\if :ROW_COUNT = 0
  \reject not_yet
\endif
\use broker
DELETE FROM queue WHERE order_id = :job;

-- Wrong: some commits take longer.
\fix delay "wrong on purpose: the worker waits before it looks"
\expect not_fixed
\role worker clients=1
\acquire broker direct
\use broker
\sleep 1ms
DELETE FROM queue WHERE order_id = :client RETURNING order_id AS job  \gset
\if NOT :{?job}
  \reject nothing_to_do
\endif
\use main
\sleep 4ms
SELECT id AS found FROM orders WHERE id = :job  \gset
\if NOT :{?found}
  \fail order_not_found
\endif
UPDATE orders SET shipped = true WHERE id = :job;

-- Wrong: each system is serializable by itself. The two together are not.
\fix serializable "wrong on purpose: the same code at SERIALIZABLE"
\expect not_fixed
\isolation SERIALIZABLE

\invariant worked_on "an order is shipped or has a job"
SELECT o.id FROM orders o WHERE NOT o.shipped
   AND o.id NOT IN (SELECT order_id FROM queue) AND o.id NOT IN (SELECT order_id FROM outbox);
