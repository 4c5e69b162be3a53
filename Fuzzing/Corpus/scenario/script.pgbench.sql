\set aid random(1, 100000 * :scale)
\set delta random_gaussian(-5000, 5000, 2.5)
BEGIN;
UPDATE pgbench_accounts SET abalance = abalance + :delta WHERE aid = :aid;
SELECT abalance FROM pgbench_accounts WHERE aid = :aid \gset
\if :abalance > 0
  \sleep 1 ms
\elif hash(:aid) % 2 = 0
  SELECT 1 /* ; */ \aset
\else
  INSERT INTO h VALUES ($$;$$, E'\'', U&"\0061" UESCAPE '!')
\endif
END
