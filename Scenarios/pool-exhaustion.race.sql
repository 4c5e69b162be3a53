-- Every order is audited, and the audit takes a connection of its own so that it outlives a ROLLBACK. So a
-- call holds one connection of the pool and waits for a second one. With as many calls at a time as the pool
-- has connections, each holds one and none gets its second: nobody moves until the pool's time-out.
-- The database sees nothing of it: no lock, no deadlock error, only sessions idle in transaction.
--
-- The pool has 10 connections, and 20 calls come at a time; the incident had up to 100.
\scenario pool-exhaustion "A call takes a second connection while it holds the first"
\symptom  message="timeout acquiring a connection" frame="processOrder"
\expect   pool-exhaustion

\param    pool 10
\pool     size=:pool acquire_timeout=250ms
\load     clients=20 calls=1
\explore  clients=2 calls=1 pool=2
\sweep    clients 20, 100

\setup
CREATE TABLE orders (id int PRIMARY KEY, status text NOT NULL);
CREATE TABLE audit (order_id int NOT NULL);
INSERT INTO orders SELECT n, 'new' FROM generate_series(1, 100) n;

\variant buggy "the audit has a connection of its own"
BEGIN;
UPDATE orders SET status = 'paid' WHERE id = :client;
\acquire audit
\use audit
INSERT INTO audit VALUES (:client);
\release audit
\use main
COMMIT;

-- Right: the connection that is there is handed on to the audit.
\fix hand-on "one connection for both"
BEGIN;
UPDATE orders SET status = 'paid' WHERE id = :client;
INSERT INTO audit VALUES (:client);
COMMIT;

-- Right: a call that asks for a connection holds none. The audit is no longer part of the transaction: should the
-- process die in between, somebody must look for orders without one.
\fix release-first "give the first connection back, then take the second"
BEGIN;
UPDATE orders SET status = 'paid' WHERE id = :client;
COMMIT;
\release main
\acquire audit
\use audit
INSERT INTO audit VALUES (:client);

-- Right: two pools cannot wait for each other in a circle where everybody takes them in the same order.
\fix own-pool "connections for the audit that nobody else takes"
BEGIN;
UPDATE orders SET status = 'paid' WHERE id = :client;
\acquire audit direct
\use audit
INSERT INTO audit VALUES (:client);
\release audit
\use main
COMMIT;

-- Masked: enough for 20 calls. With 100, every connection is a first one again.
\fix larger-pool "wrong on purpose: a pool of 50"
\expect masked
\pool size=50 acquire_timeout=250ms
BEGIN;
UPDATE orders SET status = 'paid' WHERE id = :client;
\acquire audit
\use audit
INSERT INTO audit VALUES (:client);
\release audit
\use main
COMMIT;

-- Wrong: nobody gives way, however long the calls wait.
\fix more-patience "wrong on purpose: wait longer for a connection"
\expect not_fixed
\pool size=:pool acquire_timeout=400ms
BEGIN;
UPDATE orders SET status = 'paid' WHERE id = :client;
\acquire audit
\use audit
INSERT INTO audit VALUES (:client);
\release audit
\use main
COMMIT;

\invariant audited "what was paid was audited, once"
SELECT o.id, count(a.order_id) AS audits
  FROM orders o JOIN calls c ON c.client = o.id AND c.outcome = 'ok' LEFT JOIN audit a ON a.order_id = o.id
 GROUP BY o.id HAVING count(a.order_id) <> 1;
