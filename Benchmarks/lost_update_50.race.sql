-- The schedules of lost_update_50.spec: both clients read and decrement one row.
\scenario lost-update-50 "isolationtester's lost_update_50.spec"
\explore  clients=2 calls=1

\setup
CREATE TABLE acct (id int PRIMARY KEY, stock int NOT NULL);
INSERT INTO acct VALUES (1, 10), (2, 10);

\variant buggy "a relative update loses nothing"
BEGIN;
SELECT stock FROM acct WHERE id = 1;
UPDATE acct SET stock = stock - 1 WHERE id = 1;
COMMIT;

\invariant counted
SELECT id, stock FROM acct WHERE id = 1 AND stock < 8;
