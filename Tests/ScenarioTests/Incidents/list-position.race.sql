-- https://github.com/brendon/acts_as_list/issues/254
-- An item is added at the end of its list: one more than the highest position. Two that look at once both
-- get the same number.
\scenario list-position "Two items of a list get the same position"
\load     clients=8 calls=1
\explore  clients=2 calls=1
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE list (id int PRIMARY KEY);
CREATE TABLE item (list int NOT NULL REFERENCES list, position int NOT NULL, title text NOT NULL);
INSERT INTO list VALUES (1);

\variant buggy "highest position plus one"
BEGIN;
SELECT coalesce(max(position), 0) AS last FROM item WHERE list = 1  \gset
\set position :last + 1
INSERT INTO item VALUES (1, :position, :name);
COMMIT;

\fix lock-list "lock the list first"
BEGIN;
SELECT id FROM list WHERE id = 1 FOR UPDATE;
SELECT coalesce(max(position), 0) AS last FROM item WHERE list = 1  \gset
\set position :last + 1
INSERT INTO item VALUES (1, :position, :name);
COMMIT;

\fix unique-retry "a unique index, and another attempt"
\migration
CREATE UNIQUE INDEX one_item_per_position ON item (list, position);
\endmigration
\retry on 23505 max 50 backoff 1ms..4ms
BEGIN;
SELECT coalesce(max(position), 0) AS last FROM item WHERE list = 1  \gset
\set position :last + 1
INSERT INTO item VALUES (1, :position, :name);
COMMIT;
\endretry

\fix unique "wrong on purpose: a unique index, and nobody catches the error"
\expect regressed unique-race
\migration
CREATE UNIQUE INDEX one_item_per_position ON item (list, position);
\endmigration
BEGIN;
SELECT coalesce(max(position), 0) AS last FROM item WHERE list = 1  \gset
\set position :last + 1
INSERT INTO item VALUES (1, :position, :name);
COMMIT;

\fix one-statement "wrong on purpose: look and insert in one statement"
\expect not_fixed
BEGIN;
INSERT INTO item SELECT 1, coalesce(max(position), 0) + 1, :name FROM item WHERE list = 1;
COMMIT;

\invariant positions "no two items have the same position"
SELECT list, position, count(*) AS items FROM item GROUP BY list, position HAVING count(*) > 1;
