-- https://github.com/svix/svix-webhooks/pull/2633
-- Replicas that start together create the table of migrations IF NOT EXISTS. It does not exist for either
-- of them, and the later one ends in 23505 on an index of the catalogue.
\scenario migration-table "CREATE TABLE IF NOT EXISTS fails when two replicas start"
\symptom  sqlstate=23505 message="pg_type_typname_nsp_index"
\load     clients=3 calls=1
\explore  clients=2 calls=1
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE boot (replica int NOT NULL);

\variant buggy "IF NOT EXISTS"
BEGIN;
CREATE TABLE IF NOT EXISTS migrations (version int PRIMARY KEY);
INSERT INTO boot VALUES (:client_id);
COMMIT;

\fix advisory-lock "one replica at a time"
BEGIN;
SELECT pg_advisory_xact_lock(2633);
CREATE TABLE IF NOT EXISTS migrations (version int PRIMARY KEY);
INSERT INTO boot VALUES (:client_id);
COMMIT;

\fix catch "the error says that it is there"
\try 23505, 42710, 42P07
  BEGIN;
  CREATE TABLE IF NOT EXISTS migrations (version int PRIMARY KEY);
  COMMIT;
\catch
  ROLLBACK;
\endtry
INSERT INTO boot VALUES (:client_id);

\fix look-first "wrong on purpose: look for the table, then create it"
\expect not_fixed
BEGIN;
SELECT to_regclass('migrations') IS NOT NULL AS there  \gset
\if NOT :there
  CREATE TABLE IF NOT EXISTS migrations (version int PRIMARY KEY);
\endif
INSERT INTO boot VALUES (:client_id);
COMMIT;

\invariant up "every replica that says so is up"
SELECT c.name FROM calls c WHERE c.outcome = 'ok' AND c.client_id NOT IN (SELECT replica FROM boot);
