-- https://github.com/openobserve/openobserve/pull/13480
-- Each node writes the last error of its pipelines, row by row in one transaction, in the order in which
-- they came. Two nodes write the same pipelines in opposite orders, and one of them ends in 40P01.
\scenario bulk-upsert "Batches that upsert the same rows in different orders deadlock"
\symptom  sqlstate=40P01 message="deadlock detected"
\expect   deadlock
\load     clients=4 calls=1
\explore  clients=2 calls=1
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE last_error (pipeline int PRIMARY KEY, node text NOT NULL);
INSERT INTO last_error VALUES (1, 'none'), (2, 'none');

\variant buggy "in the order of arrival"
\set batch CASE WHEN :client_id % 2 = 1 THEN [1, 2] ELSE [2, 1] END
BEGIN;
\for pipeline in :batch
  INSERT INTO last_error VALUES (:pipeline, :name)
      ON CONFLICT (pipeline) DO UPDATE SET node = EXCLUDED.node;
\endfor
COMMIT;

\fix sorted "in the order of the key"
\set batch CASE WHEN :client_id % 2 = 1 THEN [1, 2] ELSE [2, 1] END
BEGIN;
INSERT INTO last_error SELECT p, :name FROM unnest(:batch::int[]) p ORDER BY p
    ON CONFLICT (pipeline) DO UPDATE SET node = EXCLUDED.node;
COMMIT;

\fix retry "run the victim again"
\set batch CASE WHEN :client_id % 2 = 1 THEN [1, 2] ELSE [2, 1] END
\retry on 40P01 max 20 backoff 1ms..5ms
BEGIN;
\for pipeline in :batch
  INSERT INTO last_error VALUES (:pipeline, :name)
      ON CONFLICT (pipeline) DO UPDATE SET node = EXCLUDED.node;
\endfor
COMMIT;
\endretry

\fix commit-each "wrong on purpose: a transaction for each row mixes two batches"
\expect regressed
\set batch CASE WHEN :client_id % 2 = 1 THEN [1, 2] ELSE [2, 1] END
\for pipeline in :batch
  INSERT INTO last_error VALUES (:pipeline, :name)
      ON CONFLICT (pipeline) DO UPDATE SET node = EXCLUDED.node;
\endfor

\fix lock-first "wrong on purpose: locks the rows first, in the same order"
\expect not_fixed
\set batch CASE WHEN :client_id % 2 = 1 THEN [1, 2] ELSE [2, 1] END
BEGIN;
\for pipeline in :batch
  SELECT pipeline FROM last_error WHERE pipeline = :pipeline FOR UPDATE;
\endfor
\for pipeline in :batch
  UPDATE last_error SET node = :name WHERE pipeline = :pipeline;
\endfor
COMMIT;

\fix do-nothing "wrong on purpose: ON CONFLICT DO NOTHING writes nothing"
\expect masked
\set batch CASE WHEN :client_id % 2 = 1 THEN [1, 2] ELSE [2, 1] END
BEGIN;
\for pipeline in :batch
  INSERT INTO last_error VALUES (:pipeline, :name) ON CONFLICT (pipeline) DO NOTHING;
\endfor
COMMIT;

\invariant listed "every pipeline is listed once"
SELECT count(*) AS pipelines FROM last_error HAVING count(*) <> 2;
