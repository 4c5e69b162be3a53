-- https://github.com/pallets-eco/flask-session/issues/71
-- A request loads its session, adds something, and saves the whole of it. Of two requests at once the later
-- one saves what the earlier one has not written.
\scenario session-overwrite "Requests overwrite each other's session"
\load     clients=4 calls=1
\explore  clients=2 calls=1
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE session (id int PRIMARY KEY, data text NOT NULL, version int NOT NULL DEFAULT 0);
INSERT INTO session VALUES (1, '');

\variant buggy "load, change, save"
SELECT data AS data FROM session WHERE id = 1  \gset
\set data :data || :name || ' '
UPDATE session SET data = :data WHERE id = 1;

\fix merge "the database adds to it"
UPDATE session SET data = data || :name || ' ' WHERE id = 1;

\fix lock "one request of a session at a time"
BEGIN;
SELECT data AS data FROM session WHERE id = 1 FOR UPDATE  \gset
\set data :data || :name || ' '
UPDATE session SET data = :data WHERE id = 1;
COMMIT;

\fix version "save what was loaded, or load again"
\set saved 0
\while :saved = 0 max 50
  SELECT data AS data, version AS seen FROM session WHERE id = 1  \gset
  \set data :data || :name || ' '
  UPDATE session SET data = :data, version = version + 1 WHERE id = 1 AND version = :seen;
  \set saved :ROW_COUNT
\endwhile

\fix transaction "wrong on purpose: BEGIN and COMMIT around it"
\expect not_fixed
BEGIN;
SELECT data AS data FROM session WHERE id = 1  \gset
\set data :data || :name || ' '
UPDATE session SET data = :data WHERE id = 1;
COMMIT;

\fix reload "wrong on purpose: looks once more right before it saves"
\expect not_fixed
SELECT data AS first FROM session WHERE id = 1  \gset
SELECT data AS data FROM session WHERE id = 1  \gset
\set data :data || :name || ' '
UPDATE session SET data = :data WHERE id = 1;

\fix repeatable-read "wrong on purpose: REPEATABLE READ without a retry"
\expect regressed
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT data AS data FROM session WHERE id = 1  \gset
\set data :data || :name || ' '
UPDATE session SET data = :data WHERE id = 1;
COMMIT;

\invariant kept "what a request has saved is there"
SELECT c.name FROM calls c, session s WHERE c.outcome = 'ok' AND position(c.name || ' ' IN s.data) = 0;
