-- The schedules of disjoint_70.spec: each client reads and decrements a row of its own.
\scenario disjoint-70 "isolationtester's disjoint_70.spec"
\explore  clients=2 calls=1

\setup
CREATE TABLE acct (id int PRIMARY KEY, stock int NOT NULL);
INSERT INTO acct VALUES (1, 10), (2, 10);

\variant buggy "nobody meets anybody"
BEGIN;
SELECT stock FROM acct WHERE id = :client_id;
UPDATE acct SET stock = stock - 1 WHERE id = :client_id;
COMMIT;

\invariant counted
SELECT id, stock FROM acct WHERE stock < 9;
