-- https://github.com/unkeyed/unkey/pull/6346
-- A name may be used once among the rows that are not deleted. The code looks for a live row, finds none,
-- and inserts. Two that look at once both insert.
\scenario soft-delete "A name is taken twice beside its deleted row"
\load     clients=4 calls=1
\explore  clients=2 calls=1
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE identity (external_id text NOT NULL, deleted_at timestamptz);
INSERT INTO identity VALUES ('ann', '2024-01-01');

\variant buggy "look among the live, then insert"
BEGIN;
SELECT count(*) AS live FROM identity WHERE external_id = 'ann' AND deleted_at IS NULL  \gset
\if :live > 0
  \reject conflict
\endif
INSERT INTO identity VALUES ('ann');
COMMIT;

\fix partial-index "a unique index on the live rows decides"
\migration
CREATE UNIQUE INDEX one_live ON identity (external_id) WHERE deleted_at IS NULL;
\endmigration
\try 23505
  INSERT INTO identity VALUES ('ann');
\catch
  \reject conflict
\endtry

\fix revive "lock the deleted row and bring it back"
BEGIN;
UPDATE identity SET deleted_at = NULL WHERE external_id = 'ann' AND deleted_at IS NOT NULL;
\if :ROW_COUNT = 0
  \reject conflict
\endif
COMMIT;

\fix null-index "wrong on purpose: NULLs are distinct in a unique index"
\expect not_fixed
\migration
CREATE UNIQUE INDEX one_live ON identity (external_id, deleted_at);
\endmigration
BEGIN;
SELECT count(*) AS live FROM identity WHERE external_id = 'ann' AND deleted_at IS NULL  \gset
\if :live > 0
  \reject conflict
\endif
\try 23505
  INSERT INTO identity VALUES ('ann');
\catch
  \reject conflict
\endtry
COMMIT;

\fix full-index "wrong on purpose: the deleted row keeps the name for ever"
\expect masked
\migration
CREATE UNIQUE INDEX one_row ON identity (external_id);
\endmigration
\try 23505
  INSERT INTO identity VALUES ('ann');
\catch
  \reject conflict
\endtry

\invariant one_live "one live row of a name"
SELECT external_id, count(*) AS live FROM identity WHERE deleted_at IS NULL
 GROUP BY external_id HAVING count(*) > 1;
