-- https://github.com/hoangdaochuz/booking/issues/27
-- Two seats are reserved at once. They are free when they are looked at, and the UPDATE does not ask again:
-- the later booking takes over the seats of the earlier one, and both are paid.
\scenario seat-guard "A seat is sold to two bookings"
\load     clients=4 calls=1
\explore  clients=2 calls=1
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE seat (id int PRIMARY KEY, booking int);
INSERT INTO seat VALUES (1), (2);

\variant buggy "look, then reserve"
\set seats CASE WHEN :client_id % 2 = 1 THEN [1, 2] ELSE [2, 1] END
SELECT count(*) AS free FROM seat WHERE id = ANY (:seats) AND booking IS NULL  \gset
\if :free < 2
  \reject taken
\endif
UPDATE seat SET booking = :client_id WHERE id = ANY (:seats);

\fix guard "the UPDATE asks again, all or nothing"
\set seats CASE WHEN :client_id % 2 = 1 THEN [1, 2] ELSE [2, 1] END
BEGIN;
UPDATE seat SET booking = :client_id WHERE id = ANY (:seats) AND booking IS NULL;
\if :ROW_COUNT < 2
  \reject taken
\endif
COMMIT;

\fix sorted "seat by seat, in the order of their numbers"
BEGIN;
\for seat in [1, 2]
  UPDATE seat SET booking = :client_id WHERE id = :seat AND booking IS NULL;
  \if :ROW_COUNT = 0
    \reject taken
  \endif
\endfor
COMMIT;

\fix one-by-one "wrong on purpose: seat by seat, in the order of the request"
\expect regressed deadlock
\set seats CASE WHEN :client_id % 2 = 1 THEN [1, 2] ELSE [2, 1] END
BEGIN;
\for seat in :seats
  UPDATE seat SET booking = :client_id WHERE id = :seat AND booking IS NULL;
  \if :ROW_COUNT = 0
    \reject taken
  \endif
\endfor
COMMIT;

\fix lock-of-my-own "wrong on purpose: the key of the lock names the customer as well"
\expect not_fixed
\set seats CASE WHEN :client_id % 2 = 1 THEN [1, 2] ELSE [2, 1] END
BEGIN;
SELECT pg_advisory_xact_lock(27, :client_id);
SELECT count(*) AS free FROM seat WHERE id = ANY (:seats) AND booking IS NULL  \gset
\if :free < 2
  \reject taken
\endif
UPDATE seat SET booking = :client_id WHERE id = ANY (:seats);
COMMIT;

\invariant paid_and_seated "who has paid has two seats"
SELECT c.name, count(s.id) AS seats FROM calls c LEFT JOIN seat s ON s.booking = c.client_id
 WHERE c.outcome = 'ok' GROUP BY c.name HAVING count(s.id) <> 2;
