-- https://github.com/rails/solid_queue/pull/142
-- The last job of a batch starts its callback. Each job marks itself done and counts what is left. Two jobs
-- that end together both count the other one, and the callback never starts.
\scenario batch-callback "All jobs of a batch are done and its callback never runs"
\param    jobs 6
\load     clients=6 calls=1
\explore  clients=2 calls=1 jobs=2
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE batch (id int PRIMARY KEY, pending int NOT NULL);
CREATE TABLE job (id int PRIMARY KEY, done boolean NOT NULL DEFAULT false);
CREATE TABLE callback (batch int NOT NULL);
INSERT INTO batch VALUES (1, :jobs);
INSERT INTO job SELECT generate_series(1, :jobs);

\variant buggy "mark, count, start"
BEGIN;
UPDATE job SET done = true WHERE id = :client_id;
SELECT count(*) AS open FROM job WHERE NOT done  \gset
\if :open = 0
  INSERT INTO callback VALUES (1);
\endif
COMMIT;

\fix lock-batch "lock the batch before counting"
BEGIN;
UPDATE job SET done = true WHERE id = :client_id;
SELECT id FROM batch WHERE id = 1 FOR UPDATE;
SELECT count(*) AS open FROM job WHERE NOT done  \gset
\if :open = 0
  INSERT INTO callback VALUES (1);
\endif
COMMIT;

\fix counter "the batch counts down"
BEGIN;
UPDATE job SET done = true WHERE id = :client_id;
UPDATE batch SET pending = pending - 1 WHERE id = 1 RETURNING pending AS open  \gset
\if :open = 0
  INSERT INTO callback VALUES (1);
\endif
COMMIT;

\fix after-commit-once "count after the commit; an index lets one callback in"
\migration
CREATE UNIQUE INDEX one_callback ON callback (batch);
\endmigration
UPDATE job SET done = true WHERE id = :client_id;
SELECT count(*) AS open FROM job WHERE NOT done  \gset
\if :open = 0
  INSERT INTO callback VALUES (1) ON CONFLICT DO NOTHING;
\endif

\fix after-commit "wrong on purpose: count after the commit, and start it twice"
\expect not_fixed
UPDATE job SET done = true WHERE id = :client_id;
SELECT count(*) AS open FROM job WHERE NOT done  \gset
\if :open = 0
  INSERT INTO callback VALUES (1);
\endif

\fix serializable "wrong on purpose: SERIALIZABLE without a retry"
\expect regressed
BEGIN ISOLATION LEVEL SERIALIZABLE;
UPDATE job SET done = true WHERE id = :client_id;
SELECT count(*) AS open FROM job WHERE NOT done  \gset
\if :open = 0
  INSERT INTO callback VALUES (1);
\endif
COMMIT;

\invariant once "a batch that is done has started its callback once"
SELECT count(*) AS callbacks FROM callback
 WHERE NOT EXISTS (SELECT FROM job WHERE NOT done)
HAVING count(*) <> 1 AND NOT EXISTS (SELECT FROM job WHERE NOT done);
