-- A report waits for the nightly import: it looks whether the import is done, and if not, it listens for the
-- notification and waits. If the import ends between the look and the LISTEN, the notification is sent to
-- those who listened then. The report waits for a notification that has already been sent, until its time-out.
--
-- The rule: first listen, then look; after each wake-up look again. And send the notification in the
-- transaction that it announces: PostgreSQL delivers it when that commits, not earlier.
\scenario lost-wakeup "A listener looks before it listens"
\symptom  message="report timed out, the import was done" frame="waitForImport"
\expect   lost-wakeup

\draw     late random(0, 2)               -- milliseconds until the import is done
\load     clients=6 calls=1               -- five reports, one import
\explore  calls=1
\deadline 100ms total

\setup
CREATE TABLE import (id int PRIMARY KEY, done boolean NOT NULL);
INSERT INTO import VALUES (1, false);

\variant buggy "look, then listen"
\role report clients=1
SELECT done AS done FROM import WHERE id = 1  \gset
\if NOT :done
  \sleep 2ms                              -- opens the connection that listens
  LISTEN imported;
  \wait imported
\endif
\role import clients=1!
\sleep :late ms
BEGIN;
UPDATE import SET done = true WHERE id = 1;
NOTIFY imported;
COMMIT;

-- Right: what is sent after the LISTEN is delivered, and the look sees what happened before it.
\fix listen-first "listen, then look"
\role report clients=1
\sleep 2ms
LISTEN imported;
SELECT done AS done FROM import WHERE id = 1  \gset
\if NOT :done
  \wait imported
\endif

-- Right, and it tolerates notifications about something else.
\fix look-again "listen, look, and look again after each wake-up"
\role report clients=1
\sleep 2ms
LISTEN imported;
SELECT done AS done FROM import WHERE id = 1  \gset
\while NOT :done max 100
  \wait imported
  SELECT done AS done FROM import WHERE id = 1  \gset
\endwhile

-- Wrong: LISTEN takes effect when its transaction commits, and here that is after the look.
\fix listen-in-transaction "wrong on purpose: listens and looks in one transaction"
\expect not_fixed
\role report clients=1
BEGIN;
LISTEN imported;
SELECT done AS done FROM import WHERE id = 1  \gset
\sleep 2ms
COMMIT;
\if NOT :done
  \wait imported
\endif

-- Wrong: a notification that was missed does not come later either.
\fix longer-deadline "wrong on purpose: waits twice as long"
\expect not_fixed
\deadline 180ms total
\role report clients=1
SELECT done AS done FROM import WHERE id = 1  \gset
\if NOT :done
  \sleep 2ms
  LISTEN imported;
  \wait imported
\endif

-- Wrong: the notification overtakes the change that it announces. A report that looks at once does not see
-- the change yet and waits for the next notification.
\fix notify-before-commit "wrong on purpose: notifies in a transaction of its own"
\expect not_fixed
\role report clients=1
LISTEN imported;
SELECT done AS done FROM import WHERE id = 1  \gset
\while NOT :done max 100
  \wait imported
  SELECT done AS done FROM import WHERE id = 1  \gset
\endwhile
\role import clients=1!
\sleep :late ms
\acquire messages direct
BEGIN;
UPDATE import SET done = true WHERE id = 1;
\use messages
NOTIFY imported;
\use main
\sleep 2ms
COMMIT;

\invariant done "the import is done"
SELECT id FROM import WHERE NOT done;
