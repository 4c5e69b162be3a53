-- https://github.com/lazychaser/laravel-nestedset/issues/503
-- A node of a nested set goes to the right end of its parent: read the parent's right bound, make room,
-- insert. Two that read the same bound get the same place.
\scenario nested-set "Two nodes of a tree get the same bounds"
\load     clients=6 calls=1
\explore  clients=2 calls=1
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE node (id int PRIMARY KEY, lft int NOT NULL, rgt int NOT NULL);
INSERT INTO node VALUES (0, 1, 2);

\body insert
UPDATE node SET rgt = rgt + 2 WHERE rgt >= :edge;
INSERT INTO node VALUES (:client_id, :edge, :edge + 1);
COMMIT;
\endbody

\variant buggy "read the bound, make room, insert"
BEGIN;
SELECT rgt AS edge FROM node WHERE id = 0  \gset
\paste insert

\fix lock-parent "lock the parent with the read"
BEGIN;
SELECT rgt AS edge FROM node WHERE id = 0 FOR UPDATE  \gset
\paste insert

\fix returning "make room first, and insert where room was made"
BEGIN;
UPDATE node SET rgt = rgt + 2 WHERE id = 0 RETURNING rgt - 2 AS edge  \gset
INSERT INTO node VALUES (:client_id, :edge, :edge + 1);
COMMIT;

\fix lock-late "wrong on purpose: locks the parent after the read"
\expect not_fixed
BEGIN;
SELECT rgt AS edge FROM node WHERE id = 0  \gset
SELECT id FROM node WHERE id = 0 FOR UPDATE;
\paste insert

\fix repeatable-read "wrong on purpose: REPEATABLE READ without a retry"
\expect regressed serialization-failure
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT rgt AS edge FROM node WHERE id = 0  \gset
\paste insert

\invariant bounds "no bound is used twice"
SELECT bound, count(*) AS nodes FROM (SELECT lft AS bound FROM node UNION ALL SELECT rgt FROM node) b
 GROUP BY bound HAVING count(*) > 1;
