-- https://github.com/Soju06/codex-lb/pull/1253
-- Replicas elect a leader with a lease in a row, and the leader writes the report of the month. Its lease
-- may end while it works. The next leader then finds no report, and both write one.
\scenario leader-lease "Two leaders write the same report"
\load     clients=4 calls=1               -- three replicas and the clock
\explore  calls=1
\atomic   none                            -- who finds another leader need not do so in turn
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE leader (id int PRIMARY KEY, holder text, until timestamptz NOT NULL);
CREATE TABLE report (month int NOT NULL, author text NOT NULL);
INSERT INTO leader VALUES (1, NULL, '-infinity');

\body elect
UPDATE leader SET holder = :name, until = clock_timestamp() + interval '1h'
 WHERE id = 1 AND until < clock_timestamp();
\if :ROW_COUNT = 0
  \reject not_leader
\endif
SELECT count(*) AS written FROM report WHERE month = 9  \gset
\if :written > 0
  \reject written
\endif
\sleep 4ms
\endbody

\variant buggy "elected, so write"
\role replica clients=2
\sleep :client ms
\paste elect
INSERT INTO report VALUES (9, :name);
\role clock clients=1!
\sleep 2ms
UPDATE leader SET until = '-infinity' WHERE id = 1;

\fix fenced "look for lease and report again, with the lease locked"
\role replica clients=2
\sleep :client ms
\paste elect
BEGIN;
SELECT id AS mine FROM leader WHERE id = 1 AND holder = :name FOR UPDATE  \gset
\if NOT :{?mine}
  \reject not_leader
\endif
SELECT count(*) AS written FROM report WHERE month = 9  \gset
\if :written > 0
  \reject written
\endif
INSERT INTO report VALUES (9, :name);
COMMIT;

\fix unique-report "the report is what must be there once"
\migration
CREATE UNIQUE INDEX one_report ON report (month);
\endmigration
\role replica clients=2
\sleep :client ms
\paste elect
INSERT INTO report VALUES (9, :name) ON CONFLICT DO NOTHING;

\fix look-again "wrong on purpose: looks at the lease once more, without a lock"
\expect not_fixed
\role replica clients=2
\sleep :client ms
\paste elect
SELECT id AS mine FROM leader WHERE id = 1 AND holder = :name AND until > clock_timestamp()  \gset
\if NOT :{?mine}
  \reject not_leader
\endif
INSERT INTO report VALUES (9, :name);

\fix renew "wrong on purpose: renews the lease before it writes, expired or not"
\expect not_fixed
\role replica clients=2
\sleep :client ms
\paste elect
UPDATE leader SET until = clock_timestamp() + interval '1h' WHERE id = 1 AND holder = :name;
\if :ROW_COUNT = 0
  \reject not_leader
\endif
INSERT INTO report VALUES (9, :name);

\invariant once "a month has one report"
SELECT month, count(*) AS reports FROM report GROUP BY month HAVING count(*) > 1;
