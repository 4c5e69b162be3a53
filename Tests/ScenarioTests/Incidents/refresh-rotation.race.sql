-- https://github.com/nirholas/three.ws/pull/6
-- A refresh token is good for one refresh: it is revoked, and a new one takes its place. Two tabs refresh
-- at once, both find the token alive, and there are two live tokens from one.
\scenario refresh-rotation "One refresh token is rotated twice"
\load     clients=4 calls=1
\explore  clients=2 calls=1
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE token (id int PRIMARY KEY, revoked boolean NOT NULL DEFAULT false);
CREATE TABLE issued (parent int NOT NULL REFERENCES token);
INSERT INTO token VALUES (1);

\variant buggy "look, issue, revoke"
BEGIN;
SELECT revoked AS revoked FROM token WHERE id = 1  \gset
\if :revoked
  \reject invalid_grant
\endif
INSERT INTO issued VALUES (1);
UPDATE token SET revoked = true WHERE id = 1;
COMMIT;

\fix revoke-first "the conditional UPDATE decides"
BEGIN;
UPDATE token SET revoked = true WHERE id = 1 AND NOT revoked;
\if :ROW_COUNT = 0
  \reject invalid_grant
\endif
INSERT INTO issued VALUES (1);
COMMIT;

\fix for-update "lock the token with the look"
BEGIN;
SELECT revoked AS revoked FROM token WHERE id = 1 FOR UPDATE  \gset
\if :revoked
  \reject invalid_grant
\endif
INSERT INTO issued VALUES (1);
UPDATE token SET revoked = true WHERE id = 1;
COMMIT;

\fix guard-last "wrong on purpose: the guarded UPDATE comes last and nobody reads its row count"
\expect not_fixed
BEGIN;
SELECT revoked AS revoked FROM token WHERE id = 1  \gset
\if :revoked
  \reject invalid_grant
\endif
INSERT INTO issued VALUES (1);
UPDATE token SET revoked = true WHERE id = 1 AND NOT revoked;
COMMIT;

\fix one-child "wrong on purpose: an index on the parent, and nobody catches the error"
\expect regressed
\migration
CREATE UNIQUE INDEX one_child ON issued (parent);
\endmigration
BEGIN;
SELECT revoked AS revoked FROM token WHERE id = 1  \gset
\if :revoked
  \reject invalid_grant
\endif
INSERT INTO issued VALUES (1);
UPDATE token SET revoked = true WHERE id = 1;
COMMIT;

\fix revoke-only "wrong on purpose: revokes, and issues nothing"
\expect regressed
UPDATE token SET revoked = true WHERE id = 1 AND NOT revoked;
\if :ROW_COUNT = 0
  \reject invalid_grant
\endif

\invariant single_use "a token has one successor at most"
SELECT parent, count(*) AS children FROM issued GROUP BY parent HAVING count(*) > 1;
