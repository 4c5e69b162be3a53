-- https://github.com/KanishJebaMathewM/Truxify/issues/11427
-- One payment method of a customer is the default. To change it, the old default is cleared and the new one
-- set. Two changes that clear first and set afterwards leave two defaults.
\scenario default-method "A customer has two default payment methods"
\load     clients=4 calls=1
\explore  clients=2 calls=1
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE customer (id int PRIMARY KEY);
CREATE TABLE method (id int PRIMARY KEY, customer int NOT NULL REFERENCES customer, chosen boolean NOT NULL);
INSERT INTO customer VALUES (1);
INSERT INTO method SELECT n, 1, n = 1 FROM generate_series(1, 5) n;

\variant buggy "clear, then set"
\set target :client_id + 1
UPDATE method SET chosen = false WHERE customer = 1 AND chosen;
UPDATE method SET chosen = true WHERE id = :target;

\fix lock-customer "one change of a customer at a time"
\set target :client_id + 1
BEGIN;
SELECT id FROM customer WHERE id = 1 FOR UPDATE;
UPDATE method SET chosen = false WHERE customer = 1 AND chosen;
UPDATE method SET chosen = true WHERE id = :target;
COMMIT;

\fix one-update "one statement writes every row of the customer"
\set target :client_id + 1
BEGIN;
UPDATE method SET chosen = (id = :target) WHERE customer = 1;
COMMIT;

\fix transaction "wrong on purpose: BEGIN and COMMIT around it"
\expect not_fixed
\set target :client_id + 1
BEGIN;
UPDATE method SET chosen = false WHERE customer = 1 AND chosen;
UPDATE method SET chosen = true WHERE id = :target;
COMMIT;

\fix changed-rows "wrong on purpose: one statement that leaves alone what seems right"
\expect not_fixed
\set target :client_id + 1
BEGIN;
UPDATE method SET chosen = (id = :target) WHERE customer = 1 AND chosen <> (id = :target);
COMMIT;

\fix unique "wrong on purpose: an index, and nobody catches the error"
\expect regressed
\migration
CREATE UNIQUE INDEX one_default ON method (customer) WHERE chosen;
\endmigration
\set target :client_id + 1
UPDATE method SET chosen = false WHERE customer = 1 AND chosen;
UPDATE method SET chosen = true WHERE id = :target;

\invariant one_default "a customer has one default"
SELECT count(*) AS defaults FROM method WHERE chosen HAVING count(*) <> 1;
