-- Get or create: look for the user, insert her if she is not there. Two first requests of one user both
-- find nothing and both insert; one of them fails with 23505.
\scenario unique-race "Two first requests create the same user"
\symptom  sqlstate=23505 message="duplicate key value violates unique constraint" frame="getOrCreateUser"
\expect   unique-race

\param    email 'ann@example.org'
\load     clients=12 calls=1
\explore  clients=2 calls=1
\threshold p50 < 5s                     -- a right fix may take more statements: not the question here
\threshold p99 < 5s

\setup
CREATE TABLE users (
  id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL CONSTRAINT one_user_per_email UNIQUE
);

\variant buggy "look, then insert"
SELECT id AS user_id FROM users WHERE email = :email  \gset
\if NOT :{?user_id}
  INSERT INTO users (email) VALUES (:email) RETURNING id AS user_id  \gset
\endif

-- Right: the index decides, and whoever comes second looks again.
\fix on-conflict "INSERT … ON CONFLICT DO NOTHING, then look"
INSERT INTO users (email) VALUES (:email) ON CONFLICT (email) DO NOTHING RETURNING id AS user_id  \gset
\if NOT :{?user_id}
  SELECT id AS user_id FROM users WHERE email = :email  \gset
\endif
\if NOT :{?user_id}
  \fail no_user
\endif

-- Right, in one round trip; every request writes a new version of the row.
\fix upsert "INSERT … ON CONFLICT DO UPDATE"
INSERT INTO users (email) VALUES (:email)
    ON CONFLICT (email) DO UPDATE SET email = EXCLUDED.email
  RETURNING id AS user_id  \gset

-- Right: the error is an answer.
\fix catch "catch the violation and look again"
SELECT id AS user_id FROM users WHERE email = :email  \gset
\if NOT :{?user_id}
  \try 23505
    INSERT INTO users (email) VALUES (:email) RETURNING id AS user_id  \gset
  \catch
    SELECT id AS user_id FROM users WHERE email = :email  \gset
  \endtry
\endif
\if NOT :{?user_id}
  \fail no_user
\endif

-- Right: the same name is looked up and inserted by one request at a time.
\fix advisory-lock "one advisory lock per e-mail address"
BEGIN;
SELECT pg_advisory_xact_lock(hashtextextended(:email, 0));
SELECT id AS user_id FROM users WHERE email = :email  \gset
\if NOT :{?user_id}
  INSERT INTO users (email) VALUES (:email) RETURNING id AS user_id  \gset
\endif
COMMIT;

-- Wrong: READ COMMITTED transactions look and insert just the same.
\fix transaction "wrong on purpose: BEGIN and COMMIT around it"
\expect not_fixed
BEGIN;
SELECT id AS user_id FROM users WHERE email = :email  \gset
\if NOT :{?user_id}
  INSERT INTO users (email) VALUES (:email) RETURNING id AS user_id  \gset
\endif
COMMIT;

-- Wrong: a row that is not there cannot be locked.
\fix for-update "wrong on purpose: FOR UPDATE of a row that does not exist"
\expect not_fixed
BEGIN;
SELECT id AS user_id FROM users WHERE email = :email FOR UPDATE  \gset
\if NOT :{?user_id}
  INSERT INTO users (email) VALUES (:email) RETURNING id AS user_id  \gset
\endif
COMMIT;

-- Wrong: NOT EXISTS does not see the row that is not committed yet; the index does.
\fix not-exists "wrong on purpose: INSERT … WHERE NOT EXISTS"
\expect not_fixed
BEGIN;
INSERT INTO users (email) SELECT :email WHERE NOT EXISTS (SELECT FROM users WHERE email = :email);
COMMIT;
SELECT id AS user_id FROM users WHERE email = :email  \gset

-- Wrong: the SELECT has the snapshot of the INSERT beside it, so both may come back empty.
\fix one-statement "wrong on purpose: insert or look in one statement"
\expect regressed
BEGIN;
WITH created AS (
  INSERT INTO users (email) VALUES (:email) ON CONFLICT (email) DO NOTHING RETURNING id
)
SELECT id AS user_id FROM created UNION ALL SELECT id FROM users WHERE email = :email  \gset
COMMIT;
\if NOT :{?user_id}
  \fail no_user
\endif

-- Wrong: the error was the only thing that kept the data right.
\fix no-constraint "wrong on purpose: drops the unique constraint"
\expect regressed
\migration
ALTER TABLE users DROP CONSTRAINT one_user_per_email;
\endmigration
SELECT id AS user_id FROM users WHERE email = :email LIMIT 1  \gset
\if NOT :{?user_id}
  INSERT INTO users (email) VALUES (:email) RETURNING id AS user_id  \gset
\endif

\invariant one_user "there is one user of that e-mail address"
SELECT email, count(*) AS users FROM users GROUP BY email HAVING count(*) > 1;
