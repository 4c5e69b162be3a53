-- A relay sends the events of an outbox and remembers the highest id it has seen. Ids are assigned at
-- INSERT and become visible at COMMIT: event 1 may appear after event 2 was sent, and is then never sent.
\scenario outbox-order "Events commit in another order than their ids"
\symptom  message="event was never delivered" frame="relay"
\expect   invariant

\draw     work random(0, 4)                -- milliseconds from INSERT to COMMIT
\load     clients=11 calls=1              -- ten writers and the relay
\explore  calls=1

\setup
CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, sender text NOT NULL);
CREATE TABLE relay (id int PRIMARY KEY, seen bigint NOT NULL);
CREATE TABLE sent (event bigint PRIMARY KEY, sender text NOT NULL);
INSERT INTO relay VALUES (1, 0);

-- The last pass of the relay, when all is quiet.
\finally
INSERT INTO sent SELECT o.id, o.sender FROM outbox o, relay r WHERE o.id > r.seen
    ON CONFLICT DO NOTHING;
\endfinally

\variant buggy "everything above the highest id seen"
\role writer clients=2
BEGIN;
INSERT INTO outbox (sender) VALUES (:name);
\sleep :work ms
COMMIT;
\role relay clients=1!
\sleep 2ms
BEGIN;
INSERT INTO sent SELECT o.id, o.sender FROM outbox o, relay r WHERE o.id > r.seen;
UPDATE relay SET seen = (SELECT coalesce(max(event), 0) FROM sent) WHERE id = 1;
COMMIT;

-- Right: writers take turns from INSERT to COMMIT, so ids become visible in order.
\fix advisory-lock "one writer at a time"
\role writer clients=2
BEGIN;
SELECT pg_advisory_xact_lock(4711);
INSERT INTO outbox (sender) VALUES (:name);
\sleep :work ms
COMMIT;

-- Right: when the relay has the lock, no writer is between INSERT and COMMIT.
\fix wait-for-writers "the relay waits for the writers it could miss"
\role relay clients=1!
\sleep 2ms
BEGIN;
LOCK TABLE outbox IN SHARE MODE;
INSERT INTO sent SELECT o.id, o.sender FROM outbox o, relay r WHERE o.id > r.seen;
UPDATE relay SET seen = (SELECT coalesce(max(event), 0) FROM sent) WHERE id = 1;
COMMIT;

-- Right: the relay records every event that it sent, so no order is needed.
\fix not-yet-sent "everything that was not sent yet"
\leaves relay
\finally
INSERT INTO sent SELECT id, sender FROM outbox WHERE id NOT IN (SELECT event FROM sent);
\endfinally
\role relay clients=1!
\sleep 2ms
INSERT INTO sent SELECT id, sender FROM outbox WHERE id NOT IN (SELECT event FROM sent);

-- Wrong: a snapshot that stands still shows the same gap.
\fix repeatable-read "wrong on purpose: the relay at REPEATABLE READ"
\expect not_fixed
\role relay clients=1!
\sleep 2ms
BEGIN ISOLATION LEVEL REPEATABLE READ;
INSERT INTO sent SELECT o.id, o.sender FROM outbox o, relay r WHERE o.id > r.seen;
UPDATE relay SET seen = (SELECT coalesce(max(event), 0) FROM sent) WHERE id = 1;
COMMIT;

-- Wrong: with two writers looking back two ids is enough, and explore finds no fault. With ten it is not.
\fix look-back "wrong on purpose: looks back two ids"
\expect not_fixed
\finally
INSERT INTO sent SELECT o.id, o.sender FROM outbox o, relay r WHERE o.id > r.seen - 2
    ON CONFLICT DO NOTHING;
\endfinally
\role relay clients=1!
\sleep 2ms
BEGIN;
INSERT INTO sent SELECT o.id, o.sender FROM outbox o, relay r WHERE o.id > r.seen - 2
    ON CONFLICT DO NOTHING;
UPDATE relay SET seen = (SELECT coalesce(max(event), 0) FROM sent) WHERE id = 1;
COMMIT;

-- Wrong: however often it looks, it never looks below the highest id.
\fix more-passes "wrong on purpose: the relay runs twice"
\expect not_fixed
\role relay clients=1!
\for pass in [1, 2]
  \sleep 2ms
  BEGIN;
  INSERT INTO sent SELECT o.id, o.sender FROM outbox o, relay r WHERE o.id > r.seen;
  UPDATE relay SET seen = (SELECT coalesce(max(event), 0) FROM sent) WHERE id = 1;
  COMMIT;
\endfor

\invariant all_sent "every event is sent"
SELECT o.id, o.sender FROM outbox o LEFT JOIN sent s ON s.event = o.id WHERE s.event IS NULL;
