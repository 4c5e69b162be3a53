-- A purchase charges the card and then books it at REPEATABLE READ. On 40001 the whole call is run again,
-- as the manual says; but the charge is another system's, no ROLLBACK takes it back, so it is made twice.
\scenario retry-repeats-charge "A retry charges the card again"
\symptom  message="customer charged twice" frame="purchase"
\expect   invariant

\param    price 10
\load     clients=8 calls=1
\explore  clients=2 calls=1

\setup
CREATE TABLE ledger (id int PRIMARY KEY, total int NOT NULL);
CREATE TABLE charges (buyer int NOT NULL, amount int NOT NULL, key text UNIQUE);
CREATE TABLE outbox (buyer int PRIMARY KEY, amount int NOT NULL);
INSERT INTO ledger VALUES (1, 0);

\variant buggy "retry around everything"
\retry on 40001 max 200 backoff 1ms..4ms
INSERT INTO charges (buyer, amount) VALUES (:client_id, :price);        -- the payment service
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT total AS total FROM ledger WHERE id = 1  \gset
\set total :total + :price
UPDATE ledger SET total = :total WHERE id = 1;
COMMIT;
\endretry

-- Right: the service refuses the key that it has seen; the retry is welcome to try.
\fix idempotency-key "one key per purchase"
\retry on 40001 max 200 backoff 1ms..4ms
INSERT INTO charges (buyer, amount, key) VALUES (:client_id, :price, :name) ON CONFLICT (key) DO NOTHING;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT total AS total FROM ledger WHERE id = 1  \gset
\set total :total + :price
UPDATE ledger SET total = :total WHERE id = 1;
COMMIT;
\endretry

-- Right: only what ROLLBACK undoes is run again.
\fix retry-the-transaction "retry around the transaction only"
INSERT INTO charges (buyer, amount) VALUES (:client_id, :price);
\retry on 40001 max 200 backoff 1ms..4ms
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT total AS total FROM ledger WHERE id = 1  \gset
\set total :total + :price
UPDATE ledger SET total = :total WHERE id = 1;
COMMIT;
\endretry

-- Right: the request to charge is part of the transaction; a relay carries it out afterwards.
\fix outbox "write the charge into an outbox"
\leaves charges
\finally
INSERT INTO charges (buyer, amount) SELECT buyer, amount FROM outbox;
\endfinally
\retry on 40001 max 200 backoff 1ms..4ms
BEGIN ISOLATION LEVEL REPEATABLE READ;
INSERT INTO outbox (buyer, amount) VALUES (:client_id, :price);
SELECT total AS total FROM ledger WHERE id = 1  \gset
\set total :total + :price
UPDATE ledger SET total = :total WHERE id = 1;
COMMIT;
\endretry

-- Right: without a conflict there is nothing to retry.
\fix atomic "let the database add up"
INSERT INTO charges (buyer, amount) VALUES (:client_id, :price);
UPDATE ledger SET total = total + :price WHERE id = 1;

-- Wrong: a key that is made anew for each attempt tells the service nothing.
\fix key-per-attempt "wrong on purpose: a new key for each attempt"
\expect not_fixed
\retry on 40001 max 200 backoff 1ms..4ms
\set key 'attempt ' || :attempt || ' of ' || :name
INSERT INTO charges (buyer, amount, key) VALUES (:client_id, :price, :key) ON CONFLICT (key) DO NOTHING;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT total AS total FROM ledger WHERE id = 1  \gset
\set total :total + :price
UPDATE ledger SET total = :total WHERE id = 1;
COMMIT;
\endretry

-- Wrong: fewer conflicts at best, and each of them still charges twice.
\fix longer-backoff "wrong on purpose: wait longer before the retry"
\expect not_fixed
\retry on 40001 max 200 backoff 5ms..20ms
INSERT INTO charges (buyer, amount) VALUES (:client_id, :price);
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT total AS total FROM ledger WHERE id = 1  \gset
\set total :total + :price
UPDATE ledger SET total = :total WHERE id = 1;
COMMIT;
\endretry

-- Wrong: charged once, but now the purchase fails after the charge.
\fix no-retry "wrong on purpose: no retry at all"
\expect regressed
INSERT INTO charges (buyer, amount) VALUES (:client_id, :price);
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT total AS total FROM ledger WHERE id = 1  \gset
\set total :total + :price
UPDATE ledger SET total = :total WHERE id = 1;
COMMIT;

\invariant charged_once "every buyer was charged exactly once"
SELECT c.client_id, count(p.*) AS charges
  FROM calls c LEFT JOIN charges p ON p.buyer = c.client_id
 GROUP BY c.client_id HAVING count(p.*) <> 1;

\invariant booked "the ledger holds every purchase"
SELECT l.total, count(c.*) AS purchases
  FROM ledger l LEFT JOIN calls c ON c.outcome = 'ok'
 GROUP BY l.total HAVING l.total <> :price * count(c.*);
