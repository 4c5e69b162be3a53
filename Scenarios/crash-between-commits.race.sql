-- A shop commits an order and then puts a job for it into a queue, which is another system with commits of its own.
-- Between the two commits the process can die: a deployment restarts it, or the machine fails. The customer
-- has an order that nobody works on, and no log says so.
--
-- Neither reordering the two commits nor retrying makes them one: a dead process retries nothing.
-- Either one commit holds both, or something else finds what is missing.
--
-- Only explore can kill a process at every point; stress shows that the fixes do no other harm.
\scenario crash-between-commits "A process dies between COMMIT and enqueue"
\symptom  message="order is paid and never shipped" frame="placeOrder"
\expect   crash

\load     clients=4 calls=1
\explore  clients=1 calls=1 crashes=1
\threshold p50 < 1s                     -- what a fix takes alone is not the question here

\setup
CREATE TABLE orders (id int PRIMARY KEY);
CREATE TABLE outbox (order_id int PRIMARY KEY);
CREATE TABLE queue (order_id int NOT NULL);   -- of the other system

\variant buggy "commit the order, then enqueue its job"
\acquire broker direct
BEGIN;
INSERT INTO orders (id) VALUES (:client_id);
COMMIT;
\use broker
INSERT INTO queue (order_id) VALUES (:client_id);

-- Right: the order and the request to ship it are one commit; a relay carries the request out, now or later.
\fix outbox "write the job into an outbox, in the same transaction"
\leaves queue
\finally
INSERT INTO queue (order_id) SELECT order_id FROM outbox;
\endfinally
BEGIN;
INSERT INTO orders (id) VALUES (:client_id);
INSERT INTO outbox (order_id) VALUES (:client_id);
COMMIT;

-- Right: lost jobs are found, because the orders say which jobs there should be.
\fix reconcile "a job that looks for orders without one"
\finally
INSERT INTO queue (order_id)
SELECT id FROM orders WHERE id NOT IN (SELECT order_id FROM queue);
\endfinally
\acquire broker direct
BEGIN;
INSERT INTO orders (id) VALUES (:client_id);
COMMIT;
\use broker
INSERT INTO queue (order_id) VALUES (:client_id);

-- Wrong: this helps against a broker that refuses, not against a process that has died.
\fix retry-enqueue "wrong on purpose: tries the enqueue again"
\expect not_fixed
\acquire broker direct
BEGIN;
INSERT INTO orders (id) VALUES (:client_id);
COMMIT;
\use broker
\retry on 08, 53, 57 max 5 backoff 1ms..2ms
INSERT INTO queue (order_id) VALUES (:client_id);
\endretry

-- Wrong: there are no orders without a job any more, but there are jobs without an order.
\fix enqueue-first "wrong on purpose: enqueues before the commit"
\expect regressed
\acquire broker direct
BEGIN;
INSERT INTO orders (id) VALUES (:client_id);
\use broker
INSERT INTO queue (order_id) VALUES (:client_id);
\use main
COMMIT;

\invariant shipped "every order has a job"
SELECT id FROM orders WHERE id NOT IN (SELECT order_id FROM queue);

\invariant ordered "every job has an order"
SELECT order_id FROM queue WHERE order_id NOT IN (SELECT id FROM orders);
