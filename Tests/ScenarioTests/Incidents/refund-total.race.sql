-- https://github.com/juspay/hyperswitch/issues/13182
-- A refund may not exceed what is left of the capture. Two requests add up the same refunds, both fit, and
-- more is paid back than was ever captured.
\scenario refund-total "More is refunded than was captured"
\param    captured 100
\draw     amount random(20, 60)
\load     clients=6 calls=1
\explore  clients=2 calls=1 amount=60
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE payment (id int PRIMARY KEY, captured int NOT NULL, refunded int NOT NULL DEFAULT 0);
CREATE TABLE refund (payment int NOT NULL, amount int NOT NULL);
INSERT INTO payment VALUES (1, :captured);

\variant buggy "add up, compare, insert"
BEGIN;
SELECT coalesce(sum(amount), 0) AS refunded FROM refund WHERE payment = 1  \gset
\if :refunded + :amount > :captured
  \reject exceeds_capture
\endif
INSERT INTO refund VALUES (1, :amount);
COMMIT;

\fix lock-payment "lock the payment first"
BEGIN;
SELECT id FROM payment WHERE id = 1 FOR UPDATE;
SELECT coalesce(sum(amount), 0) AS refunded FROM refund WHERE payment = 1  \gset
\if :refunded + :amount > :captured
  \reject exceeds_capture
\endif
INSERT INTO refund VALUES (1, :amount);
COMMIT;

\fix claim "the payment keeps the sum, one UPDATE claims the amount"
BEGIN;
UPDATE payment SET refunded = refunded + :amount WHERE id = 1 AND refunded + :amount <= captured;
\if :ROW_COUNT = 0
  \reject exceeds_capture
\endif
INSERT INTO refund VALUES (1, :amount);
COMMIT;

\fix early-release "wrong on purpose: the lock ends with the check"
\expect not_fixed
BEGIN;
SELECT id FROM payment WHERE id = 1 FOR UPDATE;
SELECT coalesce(sum(amount), 0) AS refunded FROM refund WHERE payment = 1  \gset
COMMIT;
\if :refunded + :amount > :captured
  \reject exceeds_capture
\endif
INSERT INTO refund VALUES (1, :amount);

\fix for-share "wrong on purpose: a lock that both can have"
\expect not_fixed
BEGIN;
SELECT id FROM payment WHERE id = 1 FOR SHARE;
SELECT coalesce(sum(amount), 0) AS refunded FROM refund WHERE payment = 1  \gset
\if :refunded + :amount > :captured
  \reject exceeds_capture
\endif
INSERT INTO refund VALUES (1, :amount);
COMMIT;

\fix one-refund "wrong on purpose: a payment can be refunded once"
\expect masked
\migration
CREATE UNIQUE INDEX one_refund ON refund (payment);
\endmigration
\if :amount > :captured
  \reject exceeds_capture
\endif
INSERT INTO refund VALUES (1, :amount) ON CONFLICT DO NOTHING;
\if :ROW_COUNT = 0
  \reject exceeds_capture
\endif

\invariant covered "refunds do not exceed the capture"
SELECT p.captured, sum(r.amount) AS refunded FROM payment p JOIN refund r ON r.payment = p.id
 GROUP BY p.captured HAVING sum(r.amount) > p.captured;
